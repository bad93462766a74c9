package dev.firebreak.connector.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.firebreak.connector.ActionFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * JSON whose texts may hold names. A text that is one name becomes its value, type and all, and is
 * left out of its object where an optional input was not given.
 */
sealed interface BodyTemplate {
  JsonNode render(Scope scope) throws ActionFailure;

  static BodyTemplate of(Place place, Set<String> known) {
    if (place.node().isObject()) {
      Map<String, BodyTemplate> members = new LinkedHashMap<>();
      place.members().forEach(m -> members.put(m.name(), of(m.value(), known)));
      return new Members(members);
    }
    if (place.node().isArray()) {
      List<BodyTemplate> items = new ArrayList<>();
      place.items().forEach(i -> items.add(of(i, known)));
      return new Items(items);
    }
    return place.node().isTextual() && !place.node().textValue().isEmpty()
        ? new Text(Template.of(place, place.node().textValue(), known))
        : new Fixed(place.node());
  }

  /** An object. */
  record Members(Map<String, BodyTemplate> all) implements BodyTemplate {
    @Override
    public JsonNode render(Scope scope) throws ActionFailure {
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, BodyTemplate> e : all.entrySet()) {
        JsonNode value = e.getValue().render(scope);
        if (!value.isMissingNode()) {
          out.set(e.getKey(), value);
        }
      }
      return out;
    }
  }

  /** A list. */
  record Items(List<BodyTemplate> all) implements BodyTemplate {
    @Override
    public JsonNode render(Scope scope) throws ActionFailure {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      for (BodyTemplate item : all) {
        JsonNode value = item.render(scope);
        if (!value.isMissingNode()) {
          out.add(value);
        }
      }
      return out;
    }
  }

  /** A text. */
  record Text(Template template) implements BodyTemplate {
    @Override
    public JsonNode render(Scope scope) throws ActionFailure {
      return template.isName()
          ? template.value(scope)
          : TextNode.valueOf(template.render(scope, UnaryOperator.identity()));
    }
  }

  /** A number, a boolean, null or an empty text. */
  record Fixed(JsonNode value) implements BodyTemplate {
    @Override
    public JsonNode render(Scope scope) {
      return value;
    }
  }
}
