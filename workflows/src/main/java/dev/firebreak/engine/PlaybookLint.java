package dev.firebreak.engine;

import static dev.firebreak.engine.PlaybookShapes.BPMN;
import static dev.firebreak.engine.PlaybookShapes.CAMUNDA;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Field;
import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a playbook that the gate lets through would still do wrong when it runs: inputs that its
 * actions miss or do not know, failures that nothing catches. Safe for all threads.
 */
public final class PlaybookLint {
  private final Function<String, Optional<List<Field>>> inputs;

  /**
   * @param inputs what an action takes, by topic; empty where no connector offers it
   */
  public PlaybookLint(Function<String, Optional<List<Field>>> inputs) {
    this.inputs = inputs;
  }

  /** Errors make a step fail whenever it is reached; warnings are for its author to judge. */
  public record Lint(List<Finding> errors, List<Finding> warnings) {
    public Lint {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }

  /** Looks at a file that the gate lets through; of another one it says nothing. */
  public Lint of(byte[] bpmn) {
    List<Finding> errors = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    try {
      for (GateElement step :
          GateXml.read(bpmn).all().filter(e -> e.is(BPMN, "serviceTask")).toList()) {
        inputs(step, errors);
        failures(step, warnings);
      }
    } catch (GateXml.Unreadable unreadable) {
      // The gate's to say.
    }
    return new Lint(errors, warnings);
  }

  private void inputs(GateElement step, List<Finding> errors) {
    String topic = step.attribute(CAMUNDA, "topic");
    Optional<List<Field>> known = inputs.apply(topic);
    if (known.isEmpty()) {
      return;
    }
    Set<String> given = given(step);
    for (Field field : known.get()) {
      if (field.required() && !given.contains(field.name())) {
        errors.add(
            finding(
                step,
                topic
                    + " cannot do without the input '"
                    + field.name()
                    + "' ("
                    + field.type()
                    + "): add it to the step's input parameters"));
      }
    }
    Set<String> names = known.get().stream().map(Field::name).collect(Collectors.toSet());
    for (String name : given) {
      if (!names.contains(name) && !name.equals(Action.MODE)) {
        errors.add(
            finding(
                step,
                topic
                    + " takes no input '"
                    + name
                    + "', but "
                    + String.join(", ", names.stream().sorted().toList())
                    + ": rename or remove it"));
      }
    }
  }

  private static Set<String> given(GateElement step) {
    return step.children(BPMN, "extensionElements")
        .flatMap(e -> e.children(CAMUNDA, "inputOutput"))
        .flatMap(e -> e.children(CAMUNDA, "inputParameter"))
        .map(p -> p.attribute("name"))
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private static void failures(GateElement step, List<Finding> warnings) {
    boolean caught = isCaught(step);
    for (Optional<GateElement> outer = step.parent;
        !caught && outer.isPresent();
        outer = outer.get().parent) {
      caught = isCaught(outer.get()) || catchesInside(outer.get());
    }
    if (!caught) {
      warnings.add(
          finding(
              step,
              "nothing catches its failure, so the run would stop here until a person looks: draw"
                  + " an error boundary event that leads to what a person does instead"));
    }
  }

  private static boolean isCaught(GateElement node) {
    return node.parent.stream()
        .flatMap(scope -> scope.children(BPMN, "boundaryEvent"))
        .filter(event -> event.attribute("attachedToRef").equals(node.attribute("id")))
        .anyMatch(PlaybookLint::isError);
  }

  private static boolean catchesInside(GateElement scope) {
    return scope
        .children(BPMN, "subProcess")
        .filter(s -> s.attribute("triggeredByEvent").equals("true"))
        .flatMap(s -> s.children(BPMN, "startEvent"))
        .anyMatch(PlaybookLint::isError);
  }

  private static boolean isError(GateElement event) {
    return event.children(BPMN, "errorEventDefinition").findAny().isPresent();
  }

  private static Finding finding(GateElement element, String message) {
    return new Finding(element.line, element.place(), message);
  }
}
