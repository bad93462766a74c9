package dev.firebreak.alert.github;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Turns GitHub logins into ids of identity targets. Anyone can take any free login, so a bare one
 * could be that of somebody else in the identity provider: by default it is marked as GitHub's.
 *
 * @param format text with {@code {login}} in it
 */
record Logins(String format) {
  private static final String PLACE = "{login}";

  /** GitHub's own accounts, by which it acts for others. */
  private static final Set<String> NOBODY = Set.of("github", "web-flow", "ghost", "actions-user");

  /**
   * @throws IllegalArgumentException when the format does not name the login exactly once
   */
  static void check(String format) {
    int first = format.indexOf(PLACE);
    if (first < 0 || first != format.lastIndexOf(PLACE) || format.length() > 200) {
      throw new IllegalArgumentException(
          "login-format must have {login} in it once and at most 200 characters, got '"
              + format
              + "'");
    }
  }

  /** The target's id; empty for bots and GitHub itself. */
  Optional<String> of(String login, String type) {
    boolean machine = login.endsWith("[bot]") || type.equals("Bot") || type.equals("Organization");
    return machine || login.isBlank() || NOBODY.contains(login.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of(format.replace(PLACE, login.strip()));
  }
}
