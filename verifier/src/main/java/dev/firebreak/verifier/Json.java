package dev.firebreak.verifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of JSON (RFC 8259), by default of canonical JSON (RFC 8785): no spaces, keys in
 * order, no needless escapes. A key that is there twice is never read. Objects become maps, arrays
 * lists, numbers {@link Number}s, null {@link #NULL}.
 */
final class Json {
  /** JSON's null. */
  static final Object NULL = new Object();

  private static final int DEEPEST = 2_000;

  private static final String NUMBER = "-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?";
  private static final String CANONICAL_NUMBER = "-?(0|[1-9]\\d*)(\\.\\d*[1-9])?(e[+-][1-9]\\d*)?";

  private final String text;
  private final boolean canonical;
  private int at;
  private int depth;

  /** A number as it is written. */
  record Number(String text) {}

  /** The text is not canonical JSON. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  private Json(String text, boolean canonical) {
    this.text = text;
    this.canonical = canonical;
  }

  private static Object read(String text, boolean canonical) throws Malformed {
    Json json = new Json(text, canonical);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) {
      throw json.malformed("there is more after its end");
    }
    return value;
  }

  /** One object in canonical form, from the first character to the last. */
  static Map<?, ?> object(String text) throws Malformed {
    return object(read(text, true));
  }

  /** One object in any form. */
  static Map<?, ?> anyObject(String text) throws Malformed {
    return object(read(text, false));
  }

  private static Map<?, ?> object(Object value) throws Malformed {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new Malformed("it is no JSON object");
  }

  private void space() {
    while (!canonical && at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Malformed malformed(String why) {
    return new Malformed(why + " (at character " + (at + 1) + ")");
  }

  private Object value() throws Malformed {
    char c = next();
    if (c == '{') {
      return object();
    } else if (c == '[') {
      return array();
    } else if (c == '"') {
      return string();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      return number();
    } else if (text.startsWith("true", at)) {
      at += 4;
      return Boolean.TRUE;
    } else if (text.startsWith("false", at)) {
      at += 5;
      return Boolean.FALSE;
    } else if (text.startsWith("null", at)) {
      at += 4;
      return NULL;
    }
    throw malformed("a value was expected");
  }

  /** The next character that is not a space. */
  private char next() throws Malformed {
    space();
    return peek();
  }

  private char peek() throws Malformed {
    if (at >= text.length()) {
      throw malformed("it ends too early");
    }
    return text.charAt(at);
  }

  private void take(char expected) throws Malformed {
    if (next() != expected) {
      throw malformed("'" + expected + "' was expected");
    }
    at++;
  }

  private Map<String, Object> object() throws Malformed {
    deeper();
    Map<String, Object> map = new LinkedHashMap<>();
    take('{');
    String before = "";
    while (next() != '}') {
      if (!map.isEmpty()) {
        take(',');
      }
      String key = string();
      if (canonical && !map.isEmpty() && key.compareTo(before) <= 0 || map.containsKey(key)) {
        throw malformed("the key '" + key + "' is out of order or there twice");
      }
      take(':');
      map.put(key, value());
      before = key;
    }
    at++;
    depth--;
    return map;
  }

  private List<Object> array() throws Malformed {
    deeper();
    List<Object> list = new ArrayList<>();
    take('[');
    while (next() != ']') {
      if (!list.isEmpty()) {
        take(',');
      }
      list.add(value());
    }
    at++;
    depth--;
    return list;
  }

  private void deeper() throws Malformed {
    if (++depth > DEEPEST) {
      throw malformed("it is nested too deeply");
    }
  }

  private String string() throws Malformed {
    take('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        out.append(escaped());
      } else if (c < ' ') {
        throw malformed("a control character is not escaped");
      } else {
        out.append(c);
      }
    }
    at++;
    return out.toString();
  }

  /** Canonical text escapes the quote, the backslash and control characters, and nothing else. */
  private char escaped() throws Malformed {
    char c = peek();
    at++;
    int simple = "\"\\bfnrt".indexOf(c);
    if (simple >= 0) {
      return "\"\\\b\f\n\r\t".charAt(simple);
    }
    if (c == '/' && !canonical) {
      return c;
    }
    String hex = c == 'u' && at + 4 <= text.length() ? text.substring(at, at + 4) : "";
    if (hex.matches(canonical ? "00[01][0-9a-f]" : "[0-9a-fA-F]{4}")) {
      char escaped = (char) Integer.parseInt(hex, 16);
      if (!canonical || "\b\f\n\r\t".indexOf(escaped) < 0) {
        at += 4;
        return escaped;
      }
    }
    throw malformed("an escape that has no place here");
  }

  private Number number() throws Malformed {
    int from = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(from, at);
    if (!number.matches(canonical ? CANONICAL_NUMBER : NUMBER)
        || canonical && number.equals("-0")) {
      throw malformed("'" + number + "' is no number as it is written here");
    }
    return new Number(number);
  }
}
