package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;
import java.util.Optional;

/**
 * What revoking a token came to.
 *
 * @param already whether no token had this accessor: it was revoked or over before, or never was
 */
public record RevokedToken(
    @Describe("true when there was no such token (any more).") boolean already,
    @Describe("Whose token it was, as Vault shows it.") Optional<String> displayName,
    @Describe("The entity it belonged to, for disable-entity.") Optional<String> entityId) {

  static final RevokedToken GONE = new RevokedToken(true, Optional.empty(), Optional.empty());

  static RevokedToken of(HeldToken token) {
    return new RevokedToken(false, text(token.displayName()), text(token.entityId()));
  }

  private static Optional<String> text(String value) {
    return Optional.of(value).filter(v -> !v.isEmpty());
  }
}
