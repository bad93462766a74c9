package dev.firebreak.alert.wazuh;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An alert's values under their full dotted names, as Wazuh's own rules and dashboards write them
 * ({@code data.win.eventdata.targetUserName}). What decoders find is free in form: text, numbers,
 * lists, objects.
 *
 * @param all values by name, in the sender's order, repeats and blanks left out
 */
record Fields(Map<String, Set<String>> all) {
  private static final int MOST_FIELDS = 2_000;
  private static final int MOST_VALUES = 50;

  /**
   * Parts of names under which stands what an outsider wrote, like a request's parameters: nobody
   * may have a wallet frozen by asking for it.
   */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(^|\\.)(http|url|url_details|query|querystring|headers?|cookies?|user_agent|params"
              + "|parameters|request|body|message)\\.");

  static Fields of(JsonNode alert) {
    Fields fields = new Fields(new LinkedHashMap<>());
    fields.add("", alert);
    return fields;
  }

  private void add(String name, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(e -> add(name.isEmpty() ? e.getKey() : name + "." + e.getKey(), e.getValue()));
    } else if (value.isArray()) {
      value.forEach(v -> add(name, v));
    } else if (!value.isNull() && !value.asText().isBlank()) {
      put(JsonBody.bounded(name, 200), JsonBody.bounded(value.asText().strip(), 10_000));
    }
  }

  private void put(String name, String value) {
    if (all.size() < MOST_FIELDS || all.containsKey(name)) {
      Set<String> values = all.computeIfAbsent(name, k -> new LinkedHashSet<>());
      if (values.size() < MOST_VALUES) {
        values.add(value);
      }
    }
  }

  List<String> values(String name) {
    return List.copyOf(all.getOrDefault(name, Set.of()));
  }

  /** The first value of the first of these fields that has one. */
  Optional<String> first(String... names) {
    for (String name : names) {
      List<String> values = values(name);
      if (!values.isEmpty()) {
        return Optional.of(values.get(0));
      }
    }
    return Optional.empty();
  }

  /** Whether one of the field's values is this word, in any case. */
  boolean says(String name, String word) {
    return values(name).stream().anyMatch(word::equalsIgnoreCase);
  }

  /** Whether there is a field below this name. */
  boolean hasBelow(String name) {
    return all.keySet().stream().anyMatch(n -> n.startsWith(name + "."));
  }

  /**
   * The values of the fields below {@code data} whose last part is this name, in any case, and that
   * no outsider wrote.
   */
  List<String> dataEndingIn(String lastPart) {
    List<String> found = new ArrayList<>();
    all.forEach(
        (name, values) -> {
          String key = name.toLowerCase(Locale.ROOT);
          boolean ends = key.startsWith("data.") && key.endsWith("." + lastPart);
          if (ends && !OUTSIDE.matcher(key).find()) {
            found.addAll(values);
          }
        });
    return found;
  }
}
