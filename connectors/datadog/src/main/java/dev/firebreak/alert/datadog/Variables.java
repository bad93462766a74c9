package dev.firebreak.alert.datadog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a payload, which the operator wrote, has in it. Names are compared in lower case with
 * underscores, members of objects with the object's name before them: {@code alertTransition},
 * {@code ALERT_TRANSITION} and {@code "alert": {"transition"}} are one. A variable that Datadog did
 * not fill in stays as {@code $NAME} and counts as missing
 * (https://docs.datadoghq.com/integrations/webhooks/#variables).
 *
 * @param texts texts, numbers and truth values by name
 * @param structures objects and lists by name, also those that are held as text
 */
record Variables(Map<String, String> texts, Map<String, JsonNode> structures) {
  static final String SCHEMA = "firebreak.datadog.v1";

  private static final Pattern UNFILLED = Pattern.compile("\\$[A-Z][A-Z0-9_]*(\\[[^\\]]*])?");
  private static final Set<String> SAYS_NOTHING = Set.of("", "null", "none", "n/a", "[]", "{}");

  /** Objects that operators put things into, and whose name says nothing of what is in them. */
  private static final Set<String> WRAPPERS =
      Set.of("metadata", "payload", "data", "event", "details", "custom_details", "datadog");

  private static final int MOST = 500;

  static Variables read(JsonBody body) throws UnusableAlert {
    Optional<String> schema = body.text("/schema", 100);
    if (schema.isPresent() && !schema.get().equals(SCHEMA)) {
      throw new UnusableAlert(
          "/schema", "expected \"" + SCHEMA + "\"; copy the payload anew from this version's page");
    }
    Variables variables = new Variables(new LinkedHashMap<>(), new LinkedHashMap<>());
    variables.addAll("", body.node());
    return variables;
  }

  private void addAll(String prefix, JsonNode object) {
    object
        .properties()
        .forEach(
            e -> {
              String name = plain(e.getKey());
              add(
                  WRAPPERS.contains(prefix) || prefix.isEmpty() ? name : prefix + "_" + name,
                  e.getValue());
            });
  }

  private void add(String name, JsonNode value) {
    if (texts.size() + structures.size() >= MOST) {
      return;
    }
    if (value.isObject() || value.isArray()) {
      structures.putIfAbsent(name, value);
      if (value.isObject()) {
        addAll(name, value);
      }
    } else if (!value.isNull()) {
      addText(name, value.asText().strip());
    }
  }

  private void addText(String name, String text) {
    if (!saysNothing(text)) {
      texts.putIfAbsent(name, text);
      held(text).ifPresent(inner -> structures.putIfAbsent(name, inner));
    }
  }

  /** Whether it is a variable that was not filled in, or a word for nothing. */
  static boolean saysNothing(String text) {
    return UNFILLED.matcher(text).matches() || SAYS_NOTHING.contains(text.toLowerCase(Locale.ROOT));
  }

  private static Optional<JsonNode> held(String text) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(text)).filter(n -> n.isObject() || n.isArray());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String plain(String name) {
    return JsonBody.bounded(name, 200)
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_|_$", "");
  }

  /** The first of these that says something. */
  Optional<String> first(String... names) {
    for (String name : names) {
      Optional<String> text = Optional.ofNullable(texts.get(name));
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  /** The first of these that is, or holds as text, an object. */
  Optional<JsonNode> object(String... names) {
    for (String name : names) {
      Optional<JsonNode> found =
          Optional.ofNullable(structures.get(name)).filter(JsonNode::isObject);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** A list of tags: one text with commas between them, or a list of texts. */
  List<String> tags(String... names) {
    List<String> tags = new ArrayList<>();
    for (String name : names) {
      Optional.ofNullable(structures.get(name))
          .filter(JsonNode::isArray)
          .ifPresent(list -> list.forEach(t -> tags.add(t.asText())));
      first(name)
          .filter(t -> !structures.containsKey(name))
          .ifPresent(t -> tags.addAll(List.of(t.split(","))));
    }
    return tags.stream().map(String::strip).filter(t -> !t.isEmpty()).limit(MOST).toList();
  }
}
