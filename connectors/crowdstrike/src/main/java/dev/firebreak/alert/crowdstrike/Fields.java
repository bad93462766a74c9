package dev.firebreak.alert.crowdstrike;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an event says, by name. The event stream has {@code AgentId}, the alerts API {@code
 * agent_id}, a workflow's webhook {@code detections.agent_id} or {@code device.agent_id}, flat or
 * nested: all of these are {@code agentid} here. Names nearer to the top win; values that say
 * nothing (empty, a variable that Falcon did not fill in) are left out.
 *
 * @param values texts by name in lower-case letters and digits
 */
record Fields(Map<String, List<String>> values) {
  private static final int MOST_NAMES = 1_000;
  private static final int MOST_VALUES = 50;
  private static final int DEEPEST = 6;
  private static final int LONGEST = 4_000;
  private static final Pattern UNFILLED = Pattern.compile("\\$\\{[^}]*}|\\{\\{[^}]*}}");

  /**
   * @param listed whether it is an element of a list: then its members go by their whole path only
   */
  private record Level(String path, JsonNode node, int depth, boolean listed) {}

  static Fields of(JsonBody body) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Deque<Level> open = new ArrayDeque<>(List.of(new Level("", body.node(), 0, false)));
    while (!open.isEmpty() && values.size() < MOST_NAMES) {
      Level level = open.removeFirst();
      level
          .node()
          .properties()
          .forEach(e -> put(values, open, level, e.getKey(), e.getValue(), level.listed()));
    }
    return new Fields(values);
  }

  private static void put(
      Map<String, List<String>> values,
      Deque<Level> open,
      Level level,
      String name,
      JsonNode value,
      boolean listed) {
    String path = plain(level.path() + name);
    if (value.isObject() && level.depth() < DEEPEST) {
      open.add(new Level(path, value, level.depth() + 1, listed));
    } else if (value.isArray() && level.depth() < DEEPEST) {
      value.forEach(item -> put(values, open, level, name, item, true));
    } else if (value.isValueNode() && !value.isNull()) {
      String text = JsonBody.bounded(value.asText(), LONGEST).strip();
      if (says(text)) {
        add(values, path, text, listed);
        if (!level.listed()) {
          add(values, plain(name.substring(name.lastIndexOf('.') + 1)), text, listed);
        }
      }
    }
  }

  private static void add(
      Map<String, List<String>> values, String name, String text, boolean listed) {
    List<String> all = values.computeIfAbsent(name, n -> new ArrayList<>());
    boolean more = all.isEmpty() || listed;
    if (more && all.size() < MOST_VALUES && !all.contains(text)) {
      all.add(text);
    }
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static boolean says(String text) {
    return !text.isEmpty()
        && !text.equals("-")
        && !text.equalsIgnoreCase("n/a")
        && !text.equalsIgnoreCase("null")
        && !UNFILLED.matcher(text).matches();
  }

  /** The first value of the first of these names that says something. */
  Optional<String> first(String... names) {
    return Arrays.stream(names)
        .flatMap(n -> values.getOrDefault(n, List.of()).stream())
        .findFirst();
  }

  /** All values of these names; where one is a list with commas, its parts. */
  List<String> all(String... names) {
    return Arrays.stream(names)
        .flatMap(n -> values.getOrDefault(n, List.of()).stream())
        .flatMap(v -> Arrays.stream(v.split(",")))
        .map(String::strip)
        .filter(Fields::says)
        .distinct()
        .limit(MOST_VALUES)
        .toList();
  }
}
