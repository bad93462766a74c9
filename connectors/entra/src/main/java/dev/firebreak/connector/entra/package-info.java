/** Microsoft Entra ID: disables users, lifts that again, and revokes their sign-in sessions. */
@NullMarked
package dev.firebreak.connector.entra;

import org.jspecify.annotations.NullMarked;
