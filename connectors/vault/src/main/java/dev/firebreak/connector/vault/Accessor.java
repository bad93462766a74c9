package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/**
 * A token, by its accessor, which is no secret
 * (https://developer.hashicorp.com/vault/docs/concepts/tokens#token-accessors).
 */
public record Accessor(
    @Describe("Accessor of the token, as token lookups and audit logs name it; never the token.")
        String accessor) {

  private static final Pattern ACCESSOR =
      Pattern.compile("[A-Za-z0-9-]{16,64}(\\.[A-Za-z0-9]{1,16})?");

  /**
   * Service, batch, recovery and old tokens:
   * https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
   */
  private static final Pattern TOKEN = Pattern.compile("(hv[sbr]|[sbr])\\..*");

  public Accessor {
    if (accessor.startsWith("hmac-")) {
      throw new IllegalArgumentException(
          "input 'accessor' is the hash that an audit device writes; set hmac_accessor=false there,"
              + " so that alerts carry what can be revoked");
    }
    if (TOKEN.matcher(accessor).matches()) {
      throw new IllegalArgumentException(
          "input 'accessor' looks like a token itself; give its accessor, and count the token as"
              + " leaked");
    }
    if (!ACCESSOR.matcher(accessor).matches()) {
      throw new IllegalArgumentException(
          "input 'accessor' must be 16 to 64 letters, digits and hyphens, and in a namespace a dot"
              + " and its id");
    }
  }
}
