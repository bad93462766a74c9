package dev.firebreak.connector.declared;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What an answer must look like: {@code {status: [200, 201], when: {/state: active}}}. All of it
 * must hold; a list holds any of its values. Values are compared as text.
 *
 * @param statuses empty for any 2xx
 */
record Condition(Set<Integer> statuses, Map<JsonPointer, List<Template>> when) {
  /** Any 2xx. */
  static final Condition OK = new Condition(Set.of(), Map.of());

  static Condition of(Place place, Set<String> data) {
    place.object(Set.of("status", "when"));
    Set<Integer> statuses =
        Set.copyOf(
            place
                .maybe("status")
                .map(s -> s.items().stream().map(Condition::status).toList())
                .orElse(List.of()));
    Map<JsonPointer, List<Template>> when = new LinkedHashMap<>();
    for (Place.Member m : place.maybe("when").map(Place::members).orElse(List.of())) {
      when.put(
          pointer(m.name(), m.value()),
          m.value().items().stream().map(v -> Template.of(v, data)).toList());
    }
    if (statuses.isEmpty() && when.isEmpty()) {
      throw place.fault("says nothing: give 'status', 'when' or both");
    }
    return new Condition(statuses, when);
  }

  static JsonPointer pointer(String text, Place place) {
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      throw place.fault("'" + text + "' is no JSON pointer; write it like /state or /data/0/id");
    }
  }

  private static int status(Place place) {
    int status = place.number();
    if (status < 200
        || status > 499
        || status / 100 == 3
        || Set.of(401, 403, 429).contains(status)) {
      throw place.fault(
          status
              + " cannot stand here: 2xx and 4xx can, but 401, 403 and 429 have a meaning already");
    }
    return status;
  }

  boolean names(int status) {
    return statuses.contains(status);
  }

  /**
   * @throws ActionFailure where the answer should hold JSON and does not
   */
  boolean holds(Response answer, Scope scope) throws ActionFailure {
    boolean fits = statuses.isEmpty() ? answer.ok() : statuses.contains(answer.status());
    if (!fits || when.isEmpty()) {
      return fits;
    }
    JsonNode body = answer.body().length == 0 ? MissingNode.getInstance() : answer.json();
    for (Map.Entry<JsonPointer, List<Template>> e : when.entrySet()) {
      JsonNode found = body.at(e.getKey());
      if (!found.isValueNode() || found.isNull() || !any(e.getValue(), found.asText(), scope)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Template> wanted, String found, Scope scope)
      throws ActionFailure {
    List<String> values = new ArrayList<>();
    for (Template t : wanted) {
      values.add(t.render(scope, UnaryOperator.identity()));
    }
    return values.contains(found);
  }
}
