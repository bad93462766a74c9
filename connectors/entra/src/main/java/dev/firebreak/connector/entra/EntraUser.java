package dev.firebreak.connector.entra;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What Graph says of a user.
 *
 * @param id object id
 * @param external signs in at another tenant or provider, as guests mostly do
 * @param synced mastered in Active Directory on premises
 * @param sessionsValidFrom refresh tokens and session cookies issued before this are invalid
 */
record EntraUser(
    String id,
    boolean enabled,
    boolean external,
    boolean synced,
    Optional<Instant> sessionsValidFrom) {

  /** https://learn.microsoft.com/entra/external-id/user-properties */
  static boolean isExternal(String principalName, String externalState) {
    return principalName.toUpperCase(Locale.ROOT).contains("#EXT#@") || !externalState.isEmpty();
  }
}
