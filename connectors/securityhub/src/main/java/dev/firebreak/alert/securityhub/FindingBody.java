package dev.firebreak.alert.securityhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.alert.JsonBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a finding, keys in lower case: AWS writes them in PascalCase, its libraries and
 * forwarders in camelCase too. Everything but the finding's id may be missing or of another shape:
 * then it says nothing, so that no finding is lost for a detail.
 *
 * @param node the value there
 */
record FindingBody(JsonNode node) {
  private static final int MOST_ITEMS = 100;

  /** The same with each key in lower case; of two that differ in case only, the first. */
  static FindingBody of(JsonNode node) {
    return new FindingBody(lowerCase(node));
  }

  private static JsonNode lowerCase(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(i -> items.add(lowerCase(i)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(
            e -> {
              String key = e.getKey().toLowerCase(Locale.ROOT);
              if (!members.has(key)) {
                members.set(key, lowerCase(e.getValue()));
              }
            });
    return members;
  }

  /** The first of these places that holds a text, number or truth value that says something. */
  Optional<String> text(String... pointers) {
    return text(512, pointers);
  }

  Optional<String> text(int max, String... pointers) {
    return Arrays.stream(pointers)
        .map(node::at)
        .filter(n -> n.isValueNode() && !n.isNull())
        .map(n -> new JsonBody(n, "").shown(max).strip())
        .filter(t -> !t.isEmpty())
        .findFirst();
  }

  /** The objects in a list. */
  List<FindingBody> items(String pointer) {
    List<FindingBody> items = new ArrayList<>();
    JsonNode found = node.at(pointer);
    for (int i = 0; found.isArray() && i < Math.min(MOST_ITEMS, found.size()); i++) {
      if (found.get(i).isObject()) {
        items.add(new FindingBody(found.get(i)));
      }
    }
    return items;
  }

  /** The texts in a list. */
  List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    JsonNode found = node.at(pointer);
    for (int i = 0; found.isArray() && i < Math.min(MOST_ITEMS, found.size()); i++) {
      if (found.get(i).isTextual() && !found.get(i).textValue().isBlank()) {
        texts.add(JsonBody.bounded(found.get(i).textValue(), 512));
      }
    }
    return texts;
  }

  boolean isTrue(String pointer) {
    return text(pointer).filter("true"::equalsIgnoreCase).isPresent();
  }
}
