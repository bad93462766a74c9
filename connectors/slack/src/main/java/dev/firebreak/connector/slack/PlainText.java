package dev.firebreak.connector.slack;

import java.util.regex.Pattern;

/**
 * Text that others chose, made harmless for a message. Slack takes {@code &}, {@code <} and {@code
 * >} for itself in every text object, so these three are written as entities, and no others
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping).
 */
final class PlainText {
  private static final String CUT = "... [cut by Firebreak]";

  /** Controls, halves of a character, non-characters, and marks that turn the writing direction. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  private PlainText() {}

  /** The text without harmful characters; lines end with {@code \n}. */
  static String lines(String text) {
    return HARMFUL.matcher(text.replaceAll("\\R", "\n")).replaceAll("").strip();
  }

  /** The text as one line of at most {@code longest} UTF-16 units, cut with {@code ...}. */
  static String line(String text, int longest) {
    String line = lines(text).replaceAll("\\s+", " ").strip();
    if (line.length() <= longest) {
      return line;
    }
    int end = longest - 3;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }

  /**
   * The text with its entities, cut so that no entity and no character is cut in two.
   *
   * @param longest how many UTF-16 units Slack takes, entities counted as written
   */
  static String escaped(String text, int longest) {
    StringBuilder out = new StringBuilder();
    int lastFit = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      out.append(entity(text.codePointAt(at)));
      if (out.length() <= longest - CUT.length()) {
        lastFit = out.length();
      } else if (out.length() > longest) {
        return out.substring(0, lastFit) + CUT;
      }
    }
    return out.toString();
  }

  private static String entity(int codePoint) {
    return switch (codePoint) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      default -> Character.toString(codePoint);
    };
  }
}
