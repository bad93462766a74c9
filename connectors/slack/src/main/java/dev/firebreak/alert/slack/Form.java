package dev.firebreak.alert.slack;

import dev.firebreak.alert.UnusableAlert;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of an {@code application/x-www-form-urlencoded} body, each of which may come once.
 *
 * @param fields decoded
 */
record Form(Map<String, String> fields) {
  private static final int MOST_FIELDS = 100;

  Form {
    fields = Map.copyOf(fields);
  }

  static Form parse(byte[] body) throws UnusableAlert {
    String text = new String(body, StandardCharsets.UTF_8);
    String[] pairs = text.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw new UnusableAlert("", "the form has over " + MOST_FIELDS + " fields");
    }
    Map<String, String> fields = new HashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (fields.putIfAbsent(name, value) != null) {
        throw new UnusableAlert("", "the form has a field twice; expected each once");
      }
    }
    return new Form(fields);
  }

  /** A field's value; empty where it is missing or blank. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).filter(v -> !v.isBlank());
  }

  private static String decoded(String text) throws UnusableAlert {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnusableAlert("", "the form is not percent-encoded as forms are");
    }
  }
}
