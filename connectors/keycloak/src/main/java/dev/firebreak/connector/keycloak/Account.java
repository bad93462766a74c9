package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Describe;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The user an action works on.
 *
 * @param user id, user name or e-mail address; compared as a whole, never as a beginning or a
 *     pattern
 * @param by which of the three it is; without it, it is tried as each, and refused where that fits
 *     more than one user
 */
public record Account(
    @Describe("Keycloak user: id, user name or e-mail address.") String user,
    @Describe("What user is: id, username or email; without it, each is tried.")
        Optional<String> by) {

  private static final int LONGEST = 255;
  private static final Set<String> WAYS = Set.of("id", "username", "email");

  /** Ids of Keycloak's own users, and of those that a user federation brings. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|f:.+");

  private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{C}|\\p{Zl}|\\p{Zp}");

  public Account {
    if (user.isBlank() || !user.equals(user.strip()) || user.length() > LONGEST) {
      throw new IllegalArgumentException(
          "input 'user' must be 1 to "
              + LONGEST
              + " characters without surrounding spaces, got "
              + user.length());
    }
    if (NOT_PRINTABLE.matcher(user).find() || user.equals(".") || user.equals("..")) {
      throw new IllegalArgumentException(
          "input 'user' has a control or invisible character, or names nobody");
    }
    if (by.filter(b -> !WAYS.contains(b)).isPresent()) {
      throw new IllegalArgumentException("input 'by' must be id, username or email");
    }
  }

  boolean mayBeId() {
    return by.map("id"::equals).orElseGet(() -> ID.matcher(user).matches());
  }

  boolean mayBeUsername() {
    return by.map("username"::equals).orElse(true);
  }

  boolean mayBeEmail() {
    return by.map("email"::equals).orElseGet(() -> user.contains("@"));
  }
}
