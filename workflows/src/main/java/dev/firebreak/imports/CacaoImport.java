package dev.firebreak.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.imports.BpmnSketch.Type;
import dev.firebreak.imports.TaskProposals.Offered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Draws a CACAO 2.0 playbook as one of ours. Parallel steps become parallel gateways; conditions
 * become data expressions where they can, else a person decides; commands become actions where a
 * connector offers them, else tasks by hand. What is not carried over is listed.
 */
public final class CacaoImport {
  static final String DUE = "PT30M";
  private static final int MOST_STEPS = 500;

  private final JsonNode playbook;
  private final Collection<Offered> offered;
  private final BpmnSketch sketch;
  private final List<String> left = new ArrayList<>();
  private final Map<String, String> drawn = new HashMap<>();
  private final Map<String, String> constants = new HashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final Set<String> supplied = new LinkedHashSet<>();

  private CacaoImport(JsonNode playbook, String name, Collection<Offered> offered) {
    this.playbook = playbook;
    this.offered = offered;
    this.sketch =
        new BpmnSketch(
            name,
            plain(playbook.path("name").asText(name)),
            plain(playbook.path("description").asText()));
  }

  /**
   * What came of it.
   *
   * @param name the playbook's name here
   * @param left what was not carried over, or is done by a person now, a sentence each
   */
  public record Imported(String name, byte[] bpmn, List<String> left) {}

  /** An arrow's beginning that leads nowhere yet. */
  private record Open(String from, Optional<String> condition) {}

  /**
   * @param name of the playbook; made of its own name where empty
   * @param offered actions that may be used
   * @throws ImportRefused with everything that the schemas of OASIS or the specification find
   */
  public static Imported read(JsonNode playbook, Optional<String> name, Collection<Offered> offered)
      throws ImportRefused {
    List<String> problems = CacaoSchemas.problems(playbook);
    if (!problems.isEmpty()) {
      throw new ImportRefused(problems);
    }
    if (playbook.path("workflow").size() > MOST_STEPS) {
      throw new ImportRefused(List.of("the workflow has more than " + MOST_STEPS + " steps"));
    }
    String given = name.orElseGet(() -> nameOf(playbook.path("name").asText()));
    return new CacaoImport(playbook, given, offered).made(given);
  }

  static String nameOf(String title) {
    String name =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = name.length() > 50 ? name.substring(0, 50).replaceAll("-$", "") : name;
    return cut.matches("[a-z].*") ? cut : "cacao-" + (cut.isEmpty() ? "playbook" : cut);
  }

  private Imported made(String name) {
    leftOfPlaybook();
    variables();
    String begin = sketch.add(Type.START, "start", "Alert", "", "");
    // Conditions are known only when all is drawn, so the task that asks for values is kept ready.
    String ask = sketch.add(Type.USER, "fillIn", "Fill in the playbook's variables", "", DUE);
    sketch.connect(begin, ask, Optional.empty());
    List<Open> open =
        chain(playbook.path("workflow_start").asText(), List.of(new Open(ask, Optional.empty())));
    if (!open.isEmpty()) {
      String end = sketch.add(Type.END, "end", "Done", "", "");
      join(open, end);
    }
    asked.removeAll(supplied);
    if (asked.isEmpty()) {
      sketch.skip(ask, begin);
    } else {
      sketch.describe(ask, "The flow depends on these values: " + String.join(", ", asked));
      left.add("a person fills in " + asked + " at the start: nothing in the playbook sets them");
    }
    return new Imported(name, sketch.xml(), List.copyOf(left));
  }

  private void leftOfPlaybook() {
    Map<String, String> why = new TreeMap<>();
    why.put("workflow_exception", "error boundary events do that here, step by step");
    why.put("authentication_info_definitions", "connectors keep their own secrets");
    why.put("data_marking_definitions", "markings have no place in a diagram");
    why.put("markings", "markings have no place in a diagram");
    why.put("signatures", "the drawing is another file, which they do not sign");
    why.put("playbook_extensions", "extensions of others are not known here");
    why.put("external_references", "they stay in the CACAO file");
    why.put("target_definitions", "actions work on what the alert names");
    why.put("agent_definitions", "an action's connector does the work");
    why.forEach(
        (field, reason) -> {
          if (!playbook.path(field).isMissingNode()) {
            left.add(field + " is not carried over: " + reason);
          }
        });
  }

  private void variables() {
    for (Map.Entry<String, JsonNode> v : playbook.path("playbook_variables").properties()) {
      if (v.getValue().path("constant").asBoolean() && v.getValue().path("value").isTextual()) {
        constants.put(v.getKey(), v.getValue().path("value").asText());
      } else if (v.getValue().path("value").isTextual()) {
        left.add(
            "the first value of "
                + v.getKey()
                + " is not carried over: variables begin empty here, and are filled in by people");
      }
    }
  }

  /** Draws the steps from one on; returns the arrows that lead on from their end. */
  private List<Open> chain(String first, List<Open> from) {
    List<Open> open = from;
    String id = first;
    while (!id.isEmpty() && !open.isEmpty()) {
      String known = drawn.get(id);
      if (known != null) {
        join(open, known);
        return List.of();
      }
      JsonNode step = playbook.path("workflow").path(id);
      open = delayed(step, open);
      String type = step.path("type").asText();
      if (type.equals("end")) {
        return open;
      }
      open =
          switch (type) {
            case "start" -> open;
            case "parallel" -> parallel(id, step, open);
            case "if-condition" -> choice(id, step, open);
            case "while-condition" -> loop(id, step, open);
            case "switch-condition" -> selection(id, step, open);
            default -> action(id, step, open);
          };
      leftOfStep(id, step);
      id = step.path("on_completion").asText(step.path("on_success").asText());
    }
    return open;
  }

  private void leftOfStep(String id, JsonNode step) {
    for (String field : List.of("owner", "external_references")) {
      if (!step.path(field).isMissingNode()) {
        left.add(shown(id, step) + ": " + field + " is not carried over");
      }
    }
    boolean gateway = !List.of("action", "playbook-action").contains(step.path("type").asText());
    if (gateway && !step.path("on_failure").isMissingNode()) {
      left.add(
          shown(id, step)
              + ": on_failure is not carried over: failures are caught at each action here");
    }
  }

  private List<Open> delayed(JsonNode step, List<Open> open) {
    if (step.path("delay").asLong() <= 0) {
      return open;
    }
    String wait =
        sketch.add(
            Type.TIMER,
            "wait",
            "Wait",
            "",
            Duration.ofMillis(Math.max(1000, step.path("delay").asLong())).toString());
    join(open, wait);
    return then(wait);
  }

  private static List<Open> then(String node) {
    return List.of(new Open(node, Optional.empty()));
  }

  private void join(List<Open> open, String to) {
    open.forEach(o -> sketch.connect(o.from(), to, o.condition()));
  }

  private List<Open> parallel(String id, JsonNode step, List<Open> open) {
    String split = sketch.add(Type.PARALLEL, "split", label(step, ""), "", "");
    drawn.put(id, split);
    join(open, split);
    String join = sketch.add(Type.PARALLEL, "join", "", "", "");
    for (JsonNode next : step.path("next_steps")) {
      List<Open> ends = chain(next.asText(), then(split));
      if (ends.isEmpty()) {
        left.add(
            shown(id, step)
                + ": the branch "
                + next.asText()
                + " leaves the parallel part; the others do not wait for it");
      } else if (ends.size() == 1 && ends.get(0).condition().isEmpty()) {
        join(ends, join);
      } else {
        // A parallel join counts arrows, so a branch may have one only.
        String merge = sketch.add(Type.EXCLUSIVE, "merge", "", "", "");
        join(ends, merge);
        sketch.connect(merge, join, Optional.empty());
      }
    }
    return then(join);
  }

  private List<Open> choice(String id, JsonNode step, List<Open> open) {
    String condition = step.path("condition").asText();
    Decided decided = decided(step, condition, open);
    String gateway = sketch.add(Type.EXCLUSIVE, "if", label(step, condition), "", "");
    drawn.put(id, decided.entry().orElse(gateway));
    join(decided.open(), gateway);
    List<Open> ends =
        new ArrayList<>(
            chain(
                step.path("on_true").asText(),
                List.of(new Open(gateway, Optional.of(decided.expression())))));
    List<Open> otherwise = then(gateway);
    ends.addAll(
        step.path("on_false").isMissingNode()
            ? otherwise
            : chain(step.path("on_false").asText(), otherwise));
    return merged(ends);
  }

  private List<Open> merged(List<Open> ends) {
    if (ends.size() < 2) {
      return ends;
    }
    String merge = sketch.add(Type.EXCLUSIVE, "merge", "", "", "");
    join(ends, merge);
    return then(merge);
  }

  private List<Open> loop(String id, JsonNode step, List<Open> open) {
    String condition = step.path("condition").asText();
    String head = sketch.add(Type.EXCLUSIVE, "again", "", "", "");
    drawn.put(id, head);
    join(open, head);
    Decided decided = decided(step, condition, then(head));
    String gateway = sketch.add(Type.EXCLUSIVE, "while", label(step, condition), "", "");
    join(decided.open(), gateway);
    List<Open> ends =
        chain(
            step.path("on_true").asText(),
            List.of(new Open(gateway, Optional.of(decided.expression()))));
    join(ends, head);
    return then(gateway);
  }

  private List<Open> selection(String id, JsonNode step, List<Open> open) {
    String variable = step.path("switch").asText().replaceAll(":value$", "");
    String gateway = sketch.add(Type.EXCLUSIVE, "switch", label(step, variable), "", "");
    drawn.put(id, gateway);
    join(open, gateway);
    boolean known = variable.matches("__[a-zA-Z_][a-zA-Z0-9_-]*__");
    String name = known ? CacaoCondition.name(variable) : "choice";
    asked.add(name);
    if (!known) {
      left.add(shown(id, step) + ": '" + variable + "' is no variable; a person fills in 'choice'");
    }
    List<Open> ends = new ArrayList<>();
    boolean otherwise = false;
    for (Map.Entry<String, JsonNode> c : step.path("cases").properties()) {
      Optional<String> when =
          c.getKey().equals("default")
              ? Optional.empty()
              : Optional.of("${" + name + " == " + CacaoCondition.literal(c.getKey()) + "}");
      otherwise |= when.isEmpty();
      ends.addAll(chain(c.getValue().asText(), List.of(new Open(gateway, when))));
    }
    if (!otherwise) {
      ends.addAll(then(gateway));
    }
    return merged(ends);
  }

  /** A condition in our words, or a person in front who decides. */
  private record Decided(String expression, List<Open> open, Optional<String> entry) {}

  private Decided decided(JsonNode step, String condition, List<Open> open) {
    String own = step.path("step_extensions").path(Cacao.EXTENSION).path("expression").asText();
    if (!own.isEmpty()) {
      return new Decided(own, open, Optional.empty());
    }
    Optional<CacaoCondition> ours = CacaoCondition.of(condition, constants);
    if (ours.isPresent()) {
      asked.addAll(ours.get().variables());
      return new Decided(ours.get().expression(), open, Optional.empty());
    }
    String task =
        sketch.add(Type.USER, "decide", "Decide: " + plain(condition), "Fill in: yes", DUE);
    String variable = task.equals("decide") ? "yes" : "yes" + task.substring("decide".length());
    sketch.describe(task, "Fill in " + variable + ", true or false: " + plain(condition));
    join(open, task);
    left.add("a person decides '" + condition + "': it cannot be said as a data expression");
    return new Decided("${" + variable + " == true}", then(task), Optional.of(task));
  }

  private List<Open> action(String id, JsonNode step, List<Open> open) {
    Optional<Chosen> chosen = chosen(step);
    String node =
        chosen.isPresent()
            ? sketch.add(
                Type.SERVICE,
                "do",
                label(step, chosen.get().topic()),
                plain(step.path("description").asText()),
                chosen.get().topic(),
                chosen.get().inputs())
            : sketch.add(Type.USER, "byHand", "By hand: " + label(step, id), told(step), due(step));
    drawn.put(id, node);
    join(open, node);
    if (chosen.isEmpty()) {
      supplies(step);
      left.add(shown(id, step) + ": no connector does this; it is a task by hand now");
    } else if (step.path("out_args").size() > 0) {
      left.add(
          shown(id, step)
              + ": out_args are not carried over; read ${steps."
              + node
              + ".output} instead");
    }
    String failure = step.path("on_failure").asText();
    if (failure.isEmpty()) {
      return then(node);
    }
    if (chosen.isEmpty()) {
      left.add(
          shown(id, step) + ": on_failure is not carried over: a task by hand does not fail here");
      return then(node);
    }
    String error = sketch.add(Type.BOUNDARY, "failed", "Failed", "", node);
    List<Open> ends = new ArrayList<>(then(node));
    ends.addAll(chain(failure, then(error)));
    // What the failure's branch has passed is not passed again by the other.
    return merged(ends);
  }

  private void supplies(JsonNode step) {
    step.path("out_args").forEach(a -> supplied.add(CacaoCondition.name(a.asText())));
  }

  private record Chosen(String topic, Map<String, String> inputs) {}

  /** Our own extension says it; or an OpenC2 command that a connector of that kind offers. */
  private Optional<Chosen> chosen(JsonNode step) {
    JsonNode own = step.path("step_extensions").path(Cacao.EXTENSION);
    if (own.path("topic").isTextual()) {
      String topic = own.path("topic").asText();
      if (offered.stream().anyMatch(o -> o.topic().equals(topic))) {
        Map<String, String> inputs = new LinkedHashMap<>();
        own.path("inputs").properties().forEach(e -> inputs.put(e.getKey(), e.getValue().asText()));
        return Optional.of(new Chosen(topic, inputs));
      }
    }
    if (step.path("commands").size() == 1) {
      return OpenC2Command.of(step.path("commands").get(0), constants)
          .flatMap(c -> c.among(offered))
          .map(
              o -> {
                o.inputs().values().stream()
                    .filter(v -> v.startsWith("${"))
                    .forEach(v -> asked.add(v.substring(2, v.length() - 1)));
                return new Chosen(o.topic(), o.inputs());
              });
    }
    return Optional.empty();
  }

  private String told(JsonNode step) {
    StringBuilder text = new StringBuilder(plain(step.path("description").asText()));
    for (JsonNode c : step.path("commands")) {
      text.append(text.isEmpty() ? "" : "\n").append(c.path("type").asText());
      for (String field : List.of("command", "description", "content")) {
        String said = c.path(field).asText();
        if (!said.isEmpty()) {
          text.append(": ").append(plain(said));
        }
      }
    }
    if (step.path("out_args").size() > 0) {
      text.append("\nFill in:");
      step.path("out_args").forEach(a -> text.append(' ').append(CacaoCondition.name(a.asText())));
    }
    String whole = text.toString();
    return whole.length() > 3_000 ? whole.substring(0, 3_000) : whole;
  }

  private static String due(JsonNode step) {
    long millis = step.path("timeout").asLong();
    return millis > 0 ? Duration.ofMillis(Math.max(60_000, millis)).toString() : DUE;
  }

  private static String label(JsonNode step, String otherwise) {
    String name = plain(step.path("name").asText());
    String label = name.isEmpty() ? plain(otherwise) : name;
    return label.length() > 120 ? label.substring(0, 120) : label;
  }

  private static String shown(String id, JsonNode step) {
    String name = step.path("name").asText();
    return "step " + (name.isEmpty() ? id : "'" + plain(name) + "'");
  }

  /** Text is never an expression, whatever it holds. */
  private static String plain(String text) {
    return text.replace("${", "$ {")
        .replace("#{", "# {")
        .replace("\\", "/")
        .replaceAll("\\p{Cntrl}+", " ")
        .strip();
  }
}
