package dev.firebreak.connector.okta;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/**
 * The user an action works on.
 *
 * @param user id, login, or a short login that only one user has; 1 to 100 characters, which is as
 *     long as an Okta login gets. {@code me} is refused: to Okta it means the owner of the token.
 *     See
 *     https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/getUser
 */
public record Account(
    @Describe("Okta user: id, login (alice@example.com), or unambiguous short login") String user) {

  private static final int LONGEST_LOGIN = 100;
  private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{C}|\\p{Zl}|\\p{Zp}");

  public Account {
    if (user.isBlank() || !user.equals(user.strip()) || user.length() > LONGEST_LOGIN) {
      throw new IllegalArgumentException(
          "input 'user' must be an Okta id or login of 1 to "
              + LONGEST_LOGIN
              + " characters without surrounding spaces, got "
              + user.length()
              + " characters");
    }
    if (NOT_PRINTABLE.matcher(user).find()) {
      throw new IllegalArgumentException("input 'user' has a control or invisible character");
    }
    if (user.equals(".") || user.equals("..")) {
      throw new IllegalArgumentException("input 'user' is '" + user + "', which names nobody");
    }
    if (user.equalsIgnoreCase("me")) {
      throw new IllegalArgumentException(
          "input 'user' is 'me', which to Okta is the owner of this connector's token; name the"
              + " user");
    }
  }
}
