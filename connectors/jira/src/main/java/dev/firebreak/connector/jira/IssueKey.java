package dev.firebreak.connector.jira;

import java.util.regex.Pattern;

/** The form of what names an issue. */
final class IssueKey {
  private static final Pattern KEY_OR_ID =
      Pattern.compile("[A-Za-z][A-Za-z0-9_]{1,254}-[0-9]{1,12}|[0-9]{1,19}");

  private IssueKey() {}

  static boolean matches(String text) {
    return KEY_OR_ID.matcher(text).matches();
  }

  /**
   * @throws IllegalArgumentException when it is neither an issue key nor an issue id
   */
  static void check(String issue) {
    if (!matches(issue)) {
      throw new IllegalArgumentException(
          "input 'issue' must be an issue key such as SEC-12 or an issue id, got '"
              + PlainText.line(issue, 60)
              + "'");
    }
  }
}
