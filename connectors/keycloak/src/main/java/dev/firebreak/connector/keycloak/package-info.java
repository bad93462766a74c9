/**
 * Keycloak: disables users, lifts that again, and ends the sessions and tokens of a user or of a
 * realm.
 */
@NullMarked
package dev.firebreak.connector.keycloak;

import org.jspecify.annotations.NullMarked;
