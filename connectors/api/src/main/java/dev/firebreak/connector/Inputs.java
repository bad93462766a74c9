package dev.firebreak.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks what a playbook or a person gives an action against its fields. Playbooks write every
 * value as text, so numbers and booleans are taken from text too.
 */
final class Inputs {
  private Inputs() {}

  /**
   * The inputs in the fields' own types; what is null or not given is left out.
   *
   * @throws IllegalArgumentException a sentence that names the input and what is expected
   */
  static ObjectNode checked(List<Field> fields, JsonNode given) {
    if (!given.isObject()) {
      throw new IllegalArgumentException("the inputs must be an object, " + needs(fields));
    }
    given
        .fieldNames()
        .forEachRemaining(
            n -> {
              if (fields.stream().noneMatch(f -> f.name().equals(n))) {
                throw new IllegalArgumentException("unknown input '" + n + "', " + needs(fields));
              }
            });
    ObjectNode checked = JsonNodeFactory.instance.objectNode();
    List<String> missing = new ArrayList<>();
    for (Field f : fields) {
      JsonNode value = given.path(f.name());
      if (!value.isMissingNode() && !value.isNull()) {
        checked.set(f.name(), f.list() ? list(f, value) : one(f, value));
      } else if (f.required()) {
        missing.add(f.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "input " + String.join(", ", missing) + " is missing, " + needs(fields));
    }
    return checked;
  }

  private static String needs(List<Field> fields) {
    return fields.stream()
        .map(f -> f.name() + (f.required() ? "" : "?"))
        .collect(Collectors.joining(", ", "it needs {", "}"));
  }

  private static ArrayNode list(Field f, JsonNode value) {
    if (!value.isArray()) {
      throw wrong(f);
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    value.forEach(item -> all.add(one(f, item)));
    return all;
  }

  private static JsonNode one(Field f, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw wrong(f);
    }
    try {
      return switch (f.kind()) {
        case TEXT -> text(f, value);
        case WHOLE_NUMBER -> LongNode.valueOf(number(value).longValueExact());
        case NUMBER -> DecimalNode.valueOf(number(value));
        case FLAG -> flag(f, value);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(f);
    }
  }

  private static JsonNode text(Field f, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(f);
    }
    return value;
  }

  private static BigDecimal number(JsonNode value) {
    String text = value.asText().strip();
    if (text.length() > 40 || value.isBoolean()) {
      throw new NumberFormatException("too long or no number");
    }
    return new BigDecimal(text);
  }

  private static JsonNode flag(Field f, JsonNode value) {
    return switch (value.asText().strip()) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> throw wrong(f);
    };
  }

  private static IllegalArgumentException wrong(Field f) {
    return new IllegalArgumentException("input " + f.name() + " must be " + f.type());
  }
}
