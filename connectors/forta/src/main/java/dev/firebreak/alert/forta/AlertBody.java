package dev.firebreak.alert.forta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of an alert. Everything but its name may be missing or of another shape: then it says
 * nothing, so that no alert is lost for a detail.
 *
 * @param node the value there
 */
record AlertBody(JsonNode node) {
  private static final int MOST_ITEMS = 200;

  /** The first of these places that holds a text, number or truth value that says something. */
  Optional<String> text(int max, String... pointers) {
    return Arrays.stream(pointers)
        .map(node::at)
        .filter(n -> n.isValueNode() && !n.isNull())
        .map(n -> new JsonBody(n, "").shown(max).strip())
        .filter(t -> !t.isEmpty())
        .findFirst();
  }

  /** The elements of a list that are no lists themselves. */
  List<AlertBody> items(String pointer) {
    List<AlertBody> items = new ArrayList<>();
    JsonNode found = node.at(pointer);
    for (int i = 0; found.isArray() && i < Math.min(MOST_ITEMS, found.size()); i++) {
      items.add(new AlertBody(found.get(i)));
    }
    return items;
  }

  /** The texts of an object by name. */
  Map<String, String> texts(String pointer, int most) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode found = node.at(pointer);
    if (found.isObject()) {
      found.properties().stream()
          .filter(e -> e.getValue().isValueNode() && !e.getValue().isNull())
          .limit(most)
          .forEach(
              e ->
                  texts.put(
                      JsonBody.bounded(e.getKey(), 100),
                      new JsonBody(e.getValue(), "").shown(2_000)));
    }
    return texts;
  }
}
