package dev.firebreak.connector.jira;

import java.util.regex.Pattern;

/** Text that others chose, made harmless for a ticket and for a message. */
final class PlainText {
  /** Controls, halves of a character, non-characters, and marks that turn the writing direction. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  private PlainText() {}

  /** The text without harmful characters; lines end with {@code \n}. */
  static String lines(String text) {
    return HARMFUL.matcher(text.replaceAll("\\R", "\n")).replaceAll("");
  }

  /** The text as one line of at most {@code longest} UTF-16 units, cut with {@code ...}. */
  static String line(String text, int longest) {
    String line = lines(text).replaceAll("\\s+", " ").strip();
    return line.length() <= longest ? line : cut(line, longest - 3) + "...";
  }

  /** The first {@code longest} UTF-16 units, without half a character at the end. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean half = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, half ? longest - 1 : longest);
  }
}
