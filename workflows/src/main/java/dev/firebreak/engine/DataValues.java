package dev.firebreak.engine;

import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as playbooks may pass them: text, numbers, booleans, lists and maps of these. */
final class DataValues {
  private static final int MAX_DEPTH = 32;

  private DataValues() {}

  /**
   * A copy that nobody else can change; absent values inside lists and maps are left out.
   *
   * @param name of the parameter, for the message
   * @throws IllegalArgumentException for anything that is not data
   */
  static Object copy(String name, Object value) {
    return copy(name, value, 0);
  }

  private static Object copy(String name, Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (value instanceof String || value instanceof Boolean || value instanceof Number) {
      return value;
    }
    if (value instanceof Date date) {
      return date.toInstant().toString();
    }
    if (value instanceof TemporalAccessor || value instanceof Enum<?>) {
      return value.toString();
    }
    if (value instanceof Collection<?> items) {
      return list(name, items, depth);
    }
    if (value instanceof Map<?, ?> map) {
      return map(name, map, depth);
    }
    throw new IllegalArgumentException(
        "parameter '"
            + name
            + "' is a "
            + value.getClass().getSimpleName()
            + ": only text, numbers, booleans, lists and maps can be passed on");
  }

  private static List<Object> list(String name, Collection<?> items, int depth) {
    List<Object> copy = new ArrayList<>(items.size());
    for (Object item : items) {
      if (item != null) {
        copy.add(copy(name, item, depth + 1));
      }
    }
    return Collections.unmodifiableList(copy);
  }

  private static Map<String, Object> map(String name, Map<?, ?> map, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          if (item != null) {
            copy.put(String.valueOf(key), copy(name, item, depth + 1));
          }
        });
    return Collections.unmodifiableMap(copy);
  }
}
