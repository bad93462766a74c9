package dev.firebreak.connector.pagerduty;

import java.util.regex.Pattern;

/** Text that others chose, made harmless for a screen, a telephone's voice and a message. */
final class PlainText {
  /** Controls, halves of a character, non-characters, and marks that turn the writing direction. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  private PlainText() {}

  /** The text without harmful characters; lines end with {@code \n}. */
  static String lines(String text, int longest) {
    return cut(HARMFUL.matcher(text.replaceAll("\\R", "\n")).replaceAll("").strip(), longest);
  }

  /** The text as one line of at most {@code longest} UTF-16 units, cut with {@code ...}. */
  static String line(String text, int longest) {
    return cut(lines(text, Integer.MAX_VALUE).replaceAll("\\s+", " ").strip(), longest);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 3;
    boolean half = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, half ? end - 1 : end) + "...";
  }
}
