package dev.firebreak.connector.entra;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/**
 * The user an action works on. Graph takes nothing else: an e-mail address that is not the user
 * principal name finds nobody. See https://learn.microsoft.com/graph/api/user-get
 *
 * @param user object id, or user principal name; a name that begins with {@code $} would need
 *     another path, so such users are named by id
 */
public record Account(
    @Describe("Entra user: object id (a GUID) or user principal name (ana@example.com)")
        String user) {

  static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization */
  private static final Pattern PRINCIPAL_NAME =
      Pattern.compile("[A-Za-z0-9'.!#^~_+&=-]{1,128}@[A-Za-z0-9.-]{1,128}");

  public Account {
    if (!ID.matcher(user).matches() && !PRINCIPAL_NAME.matcher(user).matches()) {
      throw new IllegalArgumentException(
          "input 'user' must be an object id (a GUID) or a user principal name like"
              + " ana@example.com");
    }
  }
}
