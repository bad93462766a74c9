package dev.firebreak.alert.sentinel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a message whose member names are compared without regard to case: Sentinel's incidents
 * have {@code aadUserId}, its alerts and what they hold as text {@code AadUserId}.
 *
 * @param body the place, with its real pointer
 */
record Part(JsonBody body) {

  /**
   * What is at a path of names separated by {@code /}; empty where it, or an object, is missing.
   */
  Optional<Part> at(String path) throws UnusableAlert {
    JsonBody here = body;
    for (String name : path.split("/")) {
      Optional<JsonBody> next = member(here, name);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      here = next.get();
    }
    return Optional.of(new Part(here));
  }

  private static Optional<JsonBody> member(JsonBody place, String name) throws UnusableAlert {
    if (!place.node().isObject()) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonBody> e : place.members().entrySet()) {
      if (e.getKey().equalsIgnoreCase(name)) {
        return Optional.of(e.getValue());
      }
    }
    return Optional.empty();
  }

  boolean has(String path) throws UnusableAlert {
    return at(path).isPresent();
  }

  /** A text that decides something: another type there is refused. Empty also where it is blank. */
  Optional<String> text(String path, int max) throws UnusableAlert {
    Optional<Part> found = at(path);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(found.get().body.text(max).strip()).filter(t -> !t.isEmpty());
  }

  /** A text that must be there. */
  String required(String path, int max) throws UnusableAlert {
    return text(path, max)
        .orElseThrow(
            () ->
                new UnusableAlert(
                    body.pointer() + "/" + path,
                    "is missing or empty; expected a text with something in it"));
  }

  /** A text, number or truth value that is only shown; empty where something else is there. */
  Optional<String> shown(String path) throws UnusableAlert {
    return at(path)
        .filter(p -> p.body.node().isValueNode())
        .map(p -> p.body.shown(2_000).strip())
        .filter(t -> !t.isEmpty());
  }

  /** The first of these that is there; see {@link #shown}. */
  Optional<String> firstShown(String... paths) throws UnusableAlert {
    for (String path : paths) {
      Optional<String> found = shown(path);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The elements of a list; none where it is missing. */
  List<Part> items(String path) throws UnusableAlert {
    Optional<Part> found = at(path);
    List<Part> items = new ArrayList<>();
    if (found.isPresent()) {
      for (JsonBody item : found.get().body.items()) {
        items.add(new Part(item));
      }
    }
    return items;
  }

  /** The texts of a list; its other elements are left out. */
  List<String> words(String path) throws UnusableAlert {
    return items(path).stream()
        .map(p -> p.body.node())
        .filter(JsonNode::isTextual)
        .map(n -> JsonBody.bounded(n.textValue(), 512).strip())
        .filter(t -> !t.isEmpty())
        .toList();
  }

  /** The first of these that is a time. */
  Optional<Instant> firstTime(String... paths) throws UnusableAlert {
    for (String path : paths) {
      Optional<Instant> time = shown(path).flatMap(JsonBody::instant);
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  /** This place, or the JSON that the text there holds; empty where it holds none. */
  Optional<Part> unquoted() {
    if (!body.node().isTextual()) {
      return Optional.of(this);
    }
    try {
      JsonNode inner = Json.parse(body.node().textValue());
      return inner.isMissingNode()
          ? Optional.empty()
          : Optional.of(new Part(new JsonBody(inner, body.pointer())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
