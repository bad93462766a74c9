package dev.firebreak.alert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Firebreak's own alert JSON; {@code connectors/standard-webhooks/alert.schema.json} describes it.
 * Strict: who writes for us wants to hear about a slip at once.
 */
final class FirebreakAlert {
  static final Set<String> FIELDS =
      Set.of(
          "uid",
          "rule",
          "title",
          "description",
          "severity",
          "disposition",
          "occurredAt",
          "attacks",
          "targets",
          "observables",
          "attributes");

  private FirebreakAlert() {}

  static Alert read(JsonBody body) throws UnusableAlert {
    onlyKnown(body, FIELDS);
    String uid = required(body, "/uid", 512);
    String rule = required(body, "/rule", 512);
    Alert.Builder alert =
        Alert.builder(uid, rule)
            .severity(oneOf(body, "/severity", Severity.values(), required(body, "/severity", 40)))
            .description(limited(body, "/description", 10_000))
            .occurredAt(occurredAt(body));
    limited(body, "/title", 1_000).ifPresent(alert::title);
    Optional<String> disposition = limited(body, "/disposition", 40);
    if (disposition.isPresent()) {
      alert.disposition(oneOf(body, "/disposition", Disposition.values(), disposition.get()));
    }
    attacks(body, alert);
    targets(body, alert);
    observables(body, alert);
    attributes(body, alert);
    return alert.build();
  }

  private static Optional<Instant> occurredAt(JsonBody body) throws UnusableAlert {
    Optional<String> text = limited(body, "/occurredAt", 64);
    Optional<Instant> time = text.flatMap(JsonBody::instant);
    if (text.isPresent() && time.isEmpty()) {
      throw new UnusableAlert(
          body.pointer() + "/occurredAt", "expected a time like 2026-01-15T09:30:00Z");
    }
    return time;
  }

  private static void attacks(JsonBody body, Alert.Builder alert) throws UnusableAlert {
    for (JsonBody item : atMost(body.items("/attacks"), body.pointer() + "/attacks", 100)) {
      Optional<Attack> attack = Attack.parse(item.text(200));
      alert.attack(
          attack.orElseThrow(
              () ->
                  new UnusableAlert(
                      item.pointer(),
                      "expected an ATT&CK tactic or technique id, like TA0040 or T1657")));
    }
  }

  private static void targets(JsonBody body, Alert.Builder alert) throws UnusableAlert {
    for (JsonBody item : atMost(body.items("/targets"), body.pointer() + "/targets", 200)) {
      onlyKnown(item, Set.of("type", "id"));
      String word = required(item, "/type", 40);
      String id = required(item, "/id", 512);
      if (id.chars().anyMatch(Character::isISOControl)) {
        throw new UnusableAlert(item.pointer() + "/id", "holds control characters");
      }
      alert.target(oneOf(item, "/type", TargetType.values(), word), id);
    }
  }

  private static void observables(JsonBody body, Alert.Builder alert) throws UnusableAlert {
    for (JsonBody item : atMost(body.items("/observables"), body.pointer() + "/observables", 200)) {
      onlyKnown(item, Set.of("name", "value"));
      alert.observable(required(item, "/name", 200), required(item, "/value", 2_000));
    }
  }

  private static void attributes(JsonBody body, Alert.Builder alert) throws UnusableAlert {
    Map<String, JsonBody> members = body.members("/attributes");
    if (members.size() > 64) {
      throw new UnusableAlert(
          body.pointer() + "/attributes", "has " + members.size() + " entries, at most 64 fit");
    }
    for (Map.Entry<String, JsonBody> e : members.entrySet()) {
      String name = e.getKey();
      if (name.isBlank() || name.length() > 200) {
        throw new UnusableAlert(
            body.pointer() + "/attributes", "an attribute's name must have 1 to 200 characters");
      }
      alert.attribute(JsonBody.bounded(name, 200), notOver(e.getValue(), 2_000));
    }
  }

  private static void onlyKnown(JsonBody place, Set<String> known) throws UnusableAlert {
    for (Map.Entry<String, JsonNode> e : nodes(place)) {
      if (!known.contains(e.getKey())) {
        throw new UnusableAlert(
            place.pointer() + "/" + e.getKey().replace("~", "~0").replace("/", "~1"),
            "is not a field of this format; known: " + new TreeSet<>(known));
      }
    }
  }

  /** All members, null ones too: an unknown name is a slip whatever its value. */
  private static Set<Map.Entry<String, JsonNode>> nodes(JsonBody place) throws UnusableAlert {
    if (!place.node().isObject()) {
      throw place.wrong("an object");
    }
    return place.node().properties();
  }

  private static String required(JsonBody body, String relative, int max) throws UnusableAlert {
    return limited(body, relative, max)
        .orElseThrow(
            () ->
                new UnusableAlert(
                    body.pointer() + relative, "is missing or empty; it is required"));
  }

  private static Optional<String> limited(JsonBody body, String relative, int max)
      throws UnusableAlert {
    Optional<JsonBody> found = body.at(relative);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(notOver(found.get(), max)).filter(t -> !t.isBlank());
  }

  private static String notOver(JsonBody place, int max) throws UnusableAlert {
    String text = place.text(max);
    if (place.node().textValue().length() > max) {
      throw new UnusableAlert(place.pointer(), "has over " + max + " characters");
    }
    return text;
  }

  private static List<JsonBody> atMost(List<JsonBody> items, String pointer, int max)
      throws UnusableAlert {
    if (items.size() > max) {
      throw new UnusableAlert(pointer, "has " + items.size() + " entries, at most " + max + " fit");
    }
    return items;
  }

  /** The value of a closed set by its lower-case name, exactly. */
  private static <E extends Enum<E>> E oneOf(
      JsonBody body, String relative, E[] values, String word) throws UnusableAlert {
    List<String> known = Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    int at = known.indexOf(word);
    if (at < 0) {
      throw new UnusableAlert(
          body.pointer() + relative, "expected one of " + known + ", found another word");
    }
    return values[at];
  }
}
