package dev.firebreak.alert.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An alert document with each of its values under its full dotted name. The same field may be
 * written {@code "host.name"} or {@code "host": {"name"}}, and Kibana writes both into one document
 * when it renders {@code asJSON}; values are then kept once.
 *
 * @param fields values by dotted name, in the sender's order, repeats left out
 */
record Document(Map<String, Set<String>> fields) {
  private static final int MOST_FIELDS = 3_000;
  private static final int MOST_VALUES = 50;
  private static final int LONGEST_VALUE = 10_000;

  /**
   * Parts of names under which stands what an outsider wrote, like a request's parameters: nobody
   * may have a wallet frozen by asking for it.
   */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(^|\\.)(http|url|url_details|query|querystring|headers?|cookies?|user_agent|params"
              + "|parameters|request|body|message)\\.");

  /** A search hit wraps the document; its own members, like {@code _id}, count as well. */
  static Document read(JsonBody place) throws UnusableAlert {
    if (!place.node().isObject()) {
      throw place.wrong("an alert document as an object");
    }
    Document document = new Document(new LinkedHashMap<>());
    place
        .node()
        .properties()
        .forEach(e -> document.add(e.getKey().equals("_source") ? "" : e.getKey(), e.getValue()));
    if (document.fields.isEmpty()) {
      throw new UnusableAlert(place.pointer(), "is empty; expected an alert document");
    }
    return document;
  }

  private void add(String name, JsonNode value) {
    if (value.isObject()) {
      addTerm(name, value);
      value
          .properties()
          .forEach(e -> add(name.isEmpty() ? e.getKey() : name + "." + e.getKey(), e.getValue()));
    } else if (value.isArray()) {
      value.forEach(v -> add(name, v));
    } else if (!value.isNull() && !value.asText().isBlank()) {
      put(name, value.asText());
    }
  }

  /** What a threshold rule grouped by is given as pairs; each is a field of the alert. */
  private void addTerm(String name, JsonNode pair) {
    JsonNode field = pair.path("field");
    JsonNode value = pair.path("value");
    if (name.endsWith("threshold_result.terms") && field.isTextual() && value.isValueNode()) {
      add(field.textValue(), value);
    }
  }

  private void put(String name, String value) {
    String key = JsonBody.bounded(name, 200);
    if (fields.size() < MOST_FIELDS || fields.containsKey(key)) {
      Set<String> values = fields.computeIfAbsent(key, k -> new LinkedHashSet<>());
      if (values.size() < MOST_VALUES) {
        values.add(JsonBody.bounded(value.strip(), LONGEST_VALUE));
      }
    }
  }

  /** The values of one field. */
  List<String> values(String name) {
    return List.copyOf(fields.getOrDefault(name, Set.of()));
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

  /** All values of the first of these fields that has some. */
  List<String> allOfFirst(List<String> names) {
    return names.stream().map(this::values).filter(v -> !v.isEmpty()).findFirst().orElse(List.of());
  }

  /** Whether one of the field's values is this word, in any case. */
  boolean says(String name, String word) {
    return values(name).stream().anyMatch(word::equalsIgnoreCase);
  }

  /** The values of all fields whose last part is this name and that no outsider wrote. */
  List<String> endingIn(String lastPart) {
    List<String> found = new ArrayList<>();
    fields.forEach(
        (name, values) -> {
          String key = name.toLowerCase(Locale.ROOT);
          boolean ends = key.equals(lastPart) || key.endsWith("." + lastPart);
          if (ends && !OUTSIDE.matcher(key).find()) {
            found.addAll(values);
          }
        });
    return found;
  }

  /** For documents without an id: what they say, whatever the order. */
  String fingerprint(Predicate<String> counts) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(fields)
        .forEach(
            (name, values) -> {
              if (counts.test(name)) {
                parts.add(name);
                parts.add(Integer.toString(values.size()));
                parts.addAll(values.stream().sorted().toList());
              }
            });
    return Fingerprint.of(parts);
  }
}
