@NullMarked
package dev.firebreak.connector.keycloak;

import org.jspecify.annotations.NullMarked;
