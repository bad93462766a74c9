package dev.firebreak.alert.cef;

import dev.firebreak.alert.JsonBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes an extension apart: {@code key=value} pairs, where a value may hold blanks and ends before
 * the next key. An equals sign in a value is protected by a backslash; where a product forgets
 * that, it only begins a pair when a word after a blank stands before it. Of a repeated key the
 * first counts.
 */
final class CefExtension {
  private static final int MOST_PAIRS = 200;
  private static final int LONGEST_KEY = 100;
  private static final int LONGEST_VALUE = 4_000;

  private CefExtension() {}

  /** Where a key begins, and where its equals sign is. */
  private record Key(int from, int equals) {}

  /**
   * @param truncated whether the end is missing: the last pair is then not to be relied on, an
   *     address could be cut to another one, and is left out
   */
  static Map<String, String> pairs(String text, boolean truncated) {
    List<Key> keys = keys(text);
    Map<String, String> pairs = new LinkedHashMap<>();
    int whole = truncated ? keys.size() - 1 : keys.size();
    for (int i = 0; i < whole; i++) {
      Key key = keys.get(i);
      int end = i + 1 < keys.size() ? keys.get(i + 1).from() : text.length();
      String value = unescaped(text.substring(key.equals() + 1, end).strip());
      if (!value.isEmpty()) {
        pairs.putIfAbsent(
            text.substring(key.from(), key.equals()), JsonBody.bounded(value, LONGEST_VALUE));
      }
    }
    return pairs;
  }

  private static List<Key> keys(String text) {
    List<Key> keys = new ArrayList<>();
    for (int at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
      int from = at;
      while (from > 0 && at - from <= LONGEST_KEY && isKey(text.charAt(from - 1))) {
        from--;
      }
      boolean begins = from == 0 || Character.isWhitespace(text.charAt(from - 1));
      if (from < at && begins && keys.size() < MOST_PAIRS) {
        keys.add(new Key(from, at));
      }
    }
    return keys;
  }

  private static boolean isKey(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "_.-[]".indexOf(c) >= 0);
  }

  /** A backslash before anything else stays: paths of Windows are seldom escaped. */
  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
      if (c == '\\' && "=\\|nr".indexOf(next) >= 0) {
        out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
