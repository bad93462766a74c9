package dev.firebreak.connector.awsiam;

import java.util.regex.Pattern;

/** What IAM's names look like, so that none reaches more than it names. */
final class Names {
  /**
   * Users and roles alike. https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html,
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
   */
  private static final Pattern FRIENDLY = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

  private Names() {}

  static boolean friendly(String name) {
    return FRIENDLY.matcher(name).matches();
  }

  /**
   * @throws IllegalArgumentException where it is no friendly name
   */
  static void requireFriendly(String input, String name) {
    if (!friendly(name)) {
      throw new IllegalArgumentException(
          "input '"
              + input
              + "' must be a name without path and account, 1 to 64 of A-Z a-z 0-9 _+=,.@-, got "
              + name.length()
              + " characters");
    }
  }
}
