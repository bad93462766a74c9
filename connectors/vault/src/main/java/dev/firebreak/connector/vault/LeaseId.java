package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/** One lease: https://developer.hashicorp.com/vault/docs/concepts/lease */
public record LeaseId(
    @Describe("Id of the lease, for example database/creds/readonly/2f6a614c.") String lease) {

  private static final Pattern ID =
      Pattern.compile("[\\x21-\\x7e&&[^/*]]+(/[\\x21-\\x7e&&[^/*]]+)+");
  private static final int LONGEST = 500;

  public LeaseId {
    if (lease.length() > LONGEST || !ID.matcher(lease).matches()) {
      throw new IllegalArgumentException(
          "input 'lease' must be the whole id of one lease, like database/creds/readonly/2f6a614c");
    }
  }
}
