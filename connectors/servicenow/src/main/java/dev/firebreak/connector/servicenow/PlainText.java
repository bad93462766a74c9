package dev.firebreak.connector.servicenow;

import java.util.regex.Pattern;

/** Text that others chose, made harmless for a ticket and for a message. */
final class PlainText {
  /** Controls, halves of a character, non-characters, and marks that turn the writing direction. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  /**
   * What makes a journal show the text as HTML; see
   * https://www.servicenow.com/docs/r/washingtondc/platform-administration/c_JournalFields.html
   */
  private static final Pattern CODE = Pattern.compile("(?i)\\[(\\s*/?\\s*code)");

  private PlainText() {}

  /**
   * The text without harmful characters and HTML; lines end with {@code \n}. At most {@code
   * longest} UTF-16 units, the last of which say that it was cut.
   */
  static String lines(String text, int longest) {
    String safe = CODE.matcher(harmless(text)).replaceAll("( $1").strip();
    if (safe.length() <= longest) {
      return safe;
    }
    String note = "\n[Cut by Firebreak: the text had " + safe.length() + " characters.]";
    return cut(safe, longest - note.length()) + note;
  }

  /** The text as one line of at most {@code longest} UTF-16 units, cut with {@code ...}. */
  static String line(String text, int longest) {
    String line = harmless(text).replaceAll("\\s+", " ").strip();
    return line.length() <= longest ? line : cut(line, longest - 3) + "...";
  }

  private static String harmless(String text) {
    return HARMFUL.matcher(text.replaceAll("\\R", "\n")).replaceAll("");
  }

  private static String cut(String text, int longest) {
    boolean half = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, half ? longest - 1 : longest);
  }
}
