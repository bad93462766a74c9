package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/**
 * A folder of leases, for example {@code database/creds/readonly}: all leases whose ids begin with
 * it and a slash. Never part of a name, no wildcard.
 *
 * @param prefix without slashes around
 */
public record Prefix(
    @Describe(
            "Folder of leases, for example database/creds/readonly: one of revocable-prefixes, or"
                + " below one. No wildcards, never the beginning of a name only.")
        String prefix) {

  private static final Pattern FOLDERS =
      Pattern.compile("[A-Za-z0-9_@.+:=~-]{1,128}(/[A-Za-z0-9_@.+:=~-]{1,128}){0,9}");
  private static final int LONGEST = 400;

  public Prefix {
    prefix = checked("input 'prefix'", prefix);
  }

  /** Whether this is another prefix, or below it. */
  boolean within(String other) {
    return (prefix + "/").startsWith(other + "/");
  }

  /**
   * @param what named in the message
   * @return without a slash at its end
   */
  static String checked(String what, String prefix) {
    String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    boolean dots = ("/" + bare + "/").contains("/./") || ("/" + bare + "/").contains("/../");
    if (bare.length() > LONGEST || dots || !FOLDERS.matcher(bare).matches()) {
      throw new IllegalArgumentException(
          what + " must be a folder of leases like database/creds/readonly, without wildcards");
    }
    return bare;
  }
}
