package dev.firebreak.connector.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Field;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a file says of an action, whoever does it.
 *
 * @param target {@code type:template}
 * @param undo the inverse's name and its inputs
 */
record Spec(
    String name,
    String description,
    Effect effect,
    Reversibility reversibility,
    List<Field> fields,
    TargetType targetType,
    Template target,
    Optional<Undo> undo,
    boolean repeatable,
    Duration deadline,
    Place place) {
  /** Members that every action has, whoever does it. */
  static final Set<String> COMMON =
      Set.of(
          "description",
          "effect",
          "reversible",
          "target",
          "inputs",
          "undo",
          "repeatable",
          "deadline");

  /** How it is lifted. */
  record Undo(String action, Map<String, BodyTemplate> inputs) {}

  /** Names of values that templates of this action may use. */
  Set<String> names() {
    return names(fields);
  }

  private static Set<String> names(List<Field> fields) {
    Set<String> names = new HashSet<>(Set.of("call.key", "call.incident"));
    fields.forEach(f -> names.add("input." + f.name()));
    return names;
  }

  static Spec of(String name, Place place, boolean repeatableByDefault) {
    Effect effect = place.at("effect").oneOf(Effect.class);
    List<Field> fields =
        place.maybe("inputs").map(Place::members).orElse(List.of()).stream()
            .map(Spec::field)
            .toList();
    Place target = place.at("target");
    int colon = target.text().indexOf(':');
    if (colon < 0) {
      throw target.fault("must be a type and a template, for example ip:${input.ip}");
    }
    Set<String> inputs = new HashSet<>();
    fields.forEach(f -> inputs.add("input." + f.name()));
    Optional<Undo> undo = place.maybe("undo").map(u -> undo(u, fields));
    return new Spec(
        name,
        place.at("description").text(),
        effect,
        reversibility(place, effect, undo),
        fields,
        type(target, target.text().substring(0, colon)),
        Template.of(target, target.text().substring(colon + 1), inputs),
        undo,
        place.maybe("repeatable").map(Place::flag).orElse(repeatableByDefault),
        place.maybe("deadline").map(Spec::duration).orElse(Action.DEFAULT_DEADLINE),
        place);
  }

  private static Field field(Place.Member m) {
    m.value().object(Set.of("type", "list", "optional", "description"));
    try {
      return new Field(
          m.name(),
          m.value().maybe("type").map(Spec::kind).orElse(Field.Kind.TEXT),
          m.value().maybe("list").map(Place::flag).orElse(false),
          !m.value().maybe("optional").map(Place::flag).orElse(false)
              && !m.value().maybe("list").map(Place::flag).orElse(false),
          m.value().at("description").text());
    } catch (Place.Fault e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw m.value().fault(String.valueOf(e.getMessage()));
    }
  }

  private static Field.Kind kind(Place place) {
    return place.oneOf(Field.Kind.class);
  }

  private static TargetType type(Place place, String word) {
    try {
      return TargetType.of(word.strip());
    } catch (IllegalArgumentException e) {
      throw place.fault(String.valueOf(e.getMessage()));
    }
  }

  private static Duration duration(Place place) {
    try {
      return Duration.parse(place.text());
    } catch (DateTimeException e) {
      throw place.fault("must be a duration like PT90S");
    }
  }

  private static Undo undo(Place place, List<Field> fields) {
    if (place.node().isTextual()) {
      Map<String, BodyTemplate> same = new LinkedHashMap<>();
      for (Field f : fields) {
        same.put(
            f.name(),
            new BodyTemplate.Text(
                Template.of(place, "${input." + f.name() + "}", Set.of("input." + f.name()))));
      }
      return new Undo(place.text(), same);
    }
    place.object(Set.of("action", "inputs"));
    Map<String, BodyTemplate> inputs = new LinkedHashMap<>();
    place
        .at("inputs")
        .members()
        .forEach(m -> inputs.put(m.name(), BodyTemplate.of(m.value(), names(fields))));
    return new Undo(place.at("action").text(), inputs);
  }

  private static Reversibility reversibility(Place place, Effect effect, Optional<Undo> undo) {
    Optional<Reversibility> said = place.maybe("reversible").map(r -> r.oneOf(Reversibility.class));
    if (undo.isPresent() != said.filter(r -> r != Reversibility.YES).isEmpty()
        && effect == Effect.CONTAIN) {
      throw place.fault(
          "a containing action has either 'undo', or 'reversible' with timed, out-of-band or no");
    }
    return undo.isPresent() ? Reversibility.YES : said.orElse(Reversibility.NO);
  }

  /** Names the target; IllegalArgumentException where the input does not make a target. */
  Target target(Values input) {
    try {
      return new Target(targetType, target.render(Scope.ofInput(input), UnaryOperator.identity()));
    } catch (dev.firebreak.connector.ActionFailure e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What all actions of files have in common; the rest is for whoever does it. */
  Action.Builder<Values, Values> action(Action.Body<Values, Values> body) {
    Action.Builder<Values, Values> action =
        Action.named(name, Values.class, Values.class, body)
            .description(description)
            .effect(effect)
            .reversibility(reversibility)
            .fields(fields)
            .on(this::target)
            .deadline(deadline);
    undo.ifPresent(u -> action.undoneBy(u.action(), call -> inverse(u, call)));
    return repeatable ? action : action.notRepeatable();
  }

  private static Values inverse(Undo undo, Call<Values> call) {
    Scope scope = Scope.of(call, Map.of());
    Map<String, JsonNode> inputs = new LinkedHashMap<>();
    undo.inputs()
        .forEach(
            (name, template) -> {
              JsonNode value = rendered(template, scope);
              if (!value.isMissingNode()) {
                inputs.put(name, value);
              }
            });
    return new Values(inputs);
  }

  private static JsonNode rendered(BodyTemplate template, Scope scope) {
    try {
      return template.render(scope);
    } catch (dev.firebreak.connector.ActionFailure e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Checks what only all actions together can show. */
  static void checkUndos(List<Spec> all) {
    for (Spec s : all) {
      s.undo().ifPresent(u -> checkUndo(s, u, all));
    }
  }

  private static void checkUndo(Spec s, Undo undo, List<Spec> all) {
    Spec inverse =
        all.stream()
            .filter(i -> i.name().equals(undo.action()) && i.effect() == Effect.RELEASE)
            .findFirst()
            .orElseThrow(
                () ->
                    s.place()
                        .at("undo")
                        .fault("there is no action '" + undo.action() + "' with effect release"));
    List<String> missing = new ArrayList<>();
    inverse.fields().stream()
        .filter(f -> f.required() && !undo.inputs().containsKey(f.name()))
        .forEach(f -> missing.add(f.name()));
    undo.inputs().keySet().stream()
        .filter(n -> inverse.fields().stream().noneMatch(f -> f.name().equals(n)))
        .forEach(missing::add);
    if (!missing.isEmpty()) {
      throw s.place()
          .at("undo")
          .fault("the inputs of '" + undo.action() + "' do not fit: " + missing);
    }
  }

  /** An empty output. */
  static Values nothing() {
    return new Values(Map.of());
  }

  /** A JSON object's members as values; anything else is none. */
  static Values values(JsonNode object) {
    ObjectNode copy =
        object.isObject() ? (ObjectNode) object : JsonNodeFactory.instance.objectNode();
    Map<String, JsonNode> all = new LinkedHashMap<>();
    copy.properties().forEach(e -> all.put(e.getKey(), e.getValue()));
    return new Values(all);
  }
}
