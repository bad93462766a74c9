package dev.firebreak.connector.slack;

import java.util.regex.Pattern;

/**
 * The forms of what names a channel and a message there. Names of channels are not taken: they can
 * be given to another channel (https://docs.slack.dev/reference/methods/chat.postMessage#channels).
 */
final class Place {
  private static final Pattern CHANNEL = Pattern.compile("[CDG][A-Z0-9]{7,20}");
  private static final Pattern TS = Pattern.compile("[0-9]{1,12}\\.[0-9]{1,8}");

  private Place() {}

  /**
   * @throws IllegalArgumentException when it is no channel's id
   */
  static void check(String channel) {
    if (!CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException(
          "a channel must be given by its id, such as C0123456789 (channel details, at the end), got"
              + " '"
              + PlainText.line(channel, 40)
              + "'");
    }
  }

  static boolean isTs(String text) {
    return TS.matcher(text).matches();
  }

  /**
   * @throws IllegalArgumentException when it is no message's timestamp
   */
  static void checkTs(String input, String ts) {
    if (!isTs(ts)) {
      throw new IllegalArgumentException(
          "input '" + input + "' must be the ts of a message, such as 1712345678.000100");
    }
  }
}
