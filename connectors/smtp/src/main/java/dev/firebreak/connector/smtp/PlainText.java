package dev.firebreak.connector.smtp;

import java.util.regex.Pattern;

/** Text that others chose, made harmless for a mail and for a message. */
final class PlainText {
  /** Controls, halves of a character, non-characters, and marks that turn the writing direction. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  private PlainText() {}

  /**
   * The text without harmful characters; lines end with {@code \n}. At most {@code longest} UTF-16
   * units, the last of which say that it was cut.
   */
  static String lines(String text, int longest) {
    String safe = HARMFUL.matcher(text.replaceAll("\\R", "\n")).replaceAll("").strip();
    if (safe.length() <= longest) {
      return safe;
    }
    String note = "\n[Cut by Firebreak: the text had " + safe.length() + " characters.]";
    return cut(safe, longest - note.length()) + note;
  }

  /** The text as one line of at most {@code longest} UTF-16 units, cut with {@code ...}. */
  static String line(String text, int longest) {
    String line =
        HARMFUL.matcher(text).replaceAll(" ").replaceAll("[\\s\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() <= longest ? line : cut(line, longest - 3) + "...";
  }

  /** The text as HTML that shows it and does nothing else. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String cut(String text, int longest) {
    boolean half = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, half ? longest - 1 : longest);
  }
}
