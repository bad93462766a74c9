package dev.firebreak.connector.declared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with names: {@code /v1/blocks/${input.ip}}. A name stands for a value and nothing else; no
 * value is looked into for further names.
 */
final class Template {
  private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");

  private sealed interface Part {
    record Text(String text) implements Part {}

    record Name(String name) implements Part {}
  }

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * @param known names that may stand there
   * @throws Place.Fault naming one that is not known
   */
  static Template of(Place place, Set<String> known) {
    return of(place, place.text(), known);
  }

  static Template of(Place place, String text, Set<String> known) {
    List<Part> parts = new ArrayList<>();
    Matcher m = NAME.matcher(text);
    int from = 0;
    while (m.find()) {
      String name = m.group(1).strip();
      if (!known.contains(name)) {
        throw place.fault(
            "'${"
                + name
                + "}' stands for nothing here; known: "
                + known.stream().sorted().toList());
      }
      parts.add(new Part.Text(text.substring(from, m.start())));
      parts.add(new Part.Name(name));
      from = m.end();
    }
    if (text.indexOf("${", from) >= 0) {
      throw place.fault("'${' is not closed by '}'");
    }
    parts.add(new Part.Text(text.substring(from)));
    return new Template(parts);
  }

  /**
   * The text with all names replaced.
   *
   * @param encode what is done to each value, and not to the text around
   * @throws ActionFailure BAD_INPUT where a name's value was not given
   */
  String render(Scope scope, UnaryOperator<String> encode) throws ActionFailure {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Name n) {
        out.append(encode.apply(text(scope, n.name())));
      } else if (part instanceof Part.Text t) {
        out.append(t.text());
      }
    }
    return out.toString();
  }

  /** Whether it is one name and no text around it, so that a value keeps its type. */
  boolean isName() {
    return names().size() == 1
        && parts.stream().allMatch(p -> p instanceof Part.Name || isEmpty(p));
  }

  private static boolean isEmpty(Part part) {
    return part instanceof Part.Text t && t.text().isEmpty();
  }

  /** The value itself; missing where it was not given. */
  JsonNode value(Scope scope) {
    return scope.value(names().get(0));
  }

  List<String> names() {
    return parts.stream()
        .filter(Part.Name.class::isInstance)
        .map(p -> ((Part.Name) p).name())
        .toList();
  }

  private static String text(Scope scope, String name) throws ActionFailure {
    if (name.startsWith("secret.")) {
      return scope
          .secret(name.substring("secret.".length()))
          .orElseThrow(() -> ActionFailure.badInput("there is no " + name))
          .reveal();
    }
    JsonNode value = scope.value(name);
    if (value.isMissingNode() || value.isContainerNode()) {
      throw ActionFailure.badInput(name + " is needed here, as one value");
    }
    return value.asText();
  }
}
