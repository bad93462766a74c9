package dev.firebreak.alert;

/**
 * Text as a database and a UTF-8 encoder take it. PostgreSQL refuses NUL in text and in jsonb
 * (https://www.postgresql.org/docs/current/datatype-json.html); half a surrogate pair has no UTF-8
 * form. A sender can write both as JSON escapes.
 */
final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The text with U+FFFD for each NUL and each half of a pair; as long as it was. */
  static String of(String text) {
    if (text.chars().allMatch(c -> c != 0 && !Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isStorable(c) ? c : REPLACEMENT));
    return out.toString();
  }

  /** {@link #of}, at most {@code max} UTF-16 characters, and no pair cut in two. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return of(text);
    }
    boolean inPair =
        max > 0
            && Character.isHighSurrogate(text.charAt(max - 1))
            && Character.isLowSurrogate(text.charAt(max));
    return of(text.substring(0, inPair ? max - 1 : max));
  }

  private static boolean isStorable(int codePoint) {
    return codePoint != 0
        && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
  }
}
