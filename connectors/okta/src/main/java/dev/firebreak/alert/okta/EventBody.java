package dev.firebreak.alert.okta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A part of an event, keys in lower case. Everything but the event's type may be missing or of
 * another shape: then it says nothing, so that no alert is lost for a detail.
 *
 * @param node the value there
 */
record EventBody(JsonNode node) {
  private static final int LONGEST = 512;
  private static final int MOST_ITEMS = 50;

  /** What Okta writes where it has nothing to say. */
  private static final Set<String> NOTHING = Set.of("", "unknown", "null");

  /** A value as text, an object as JSON, at most {@value #LONGEST} characters. */
  Optional<String> text(String pointer) {
    return text(pointer, LONGEST);
  }

  Optional<String> text(String pointer, int max) {
    JsonNode found = node.at(pointer);
    return found.isMissingNode() || found.isNull()
        ? Optional.empty()
        : Optional.of(new JsonBody(found, pointer).shown(max).strip())
            .filter(t -> !NOTHING.contains(t.toLowerCase(Locale.ROOT)));
  }

  /** The objects in a list. */
  List<EventBody> items(String pointer) {
    List<EventBody> items = new ArrayList<>();
    JsonNode found = node.at(pointer);
    for (int i = 0; found.isArray() && i < Math.min(MOST_ITEMS, found.size()); i++) {
      if (found.get(i).isObject()) {
        items.add(new EventBody(found.get(i)));
      }
    }
    return items;
  }

  boolean isTrue(String pointer) {
    return text(pointer).filter("true"::equalsIgnoreCase).isPresent();
  }
}
