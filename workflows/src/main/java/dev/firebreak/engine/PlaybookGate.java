package dev.firebreak.engine;

import static dev.firebreak.engine.PlaybookShapes.BPMN;
import static dev.firebreak.engine.PlaybookShapes.CAMUNDA;
import static dev.firebreak.engine.PlaybookShapes.XSI;

import dev.firebreak.engine.PlaybookRefused.Finding;
import dev.firebreak.engine.PlaybookShapes.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.namespace.QName;

/**
 * What a playbook's file must be before the engine may see it: only the elements and attributes of
 * {@link PlaybookShapes}, only data in its expressions ({@link DataExpression}), a deadline on
 * every wait and a wait in every loop ({@link PlaybookFlow}). Works on the raw bytes, because the
 * engine's parser already runs code while it parses. Safe for all threads.
 */
final class PlaybookGate {
  private static final int MAX_FINDINGS = 100;
  private final Predicate<String> knownTopic;

  PlaybookGate(Predicate<String> knownTopic) {
    this.knownTopic = knownTopic;
  }

  /**
   * Checks a file; never throws for anything in it.
   *
   * @param name the playbook's name
   * @return every finding, in the file's order; empty when the file may be deployed
   */
  List<Finding> check(String name, byte[] bpmn) {
    GateElement root;
    try {
      root = GateXml.read(bpmn);
    } catch (GateXml.Unreadable unreadable) {
      return List.of(unreadable.finding());
    }
    if (!root.is(BPMN, "definitions")) {
      return List.of(
          new Finding(root.line, "file", "is no BPMN 2.0 file: its root must be definitions"));
    }
    Findings findings = new Findings();
    shape(root, findings);
    // What follows reads a file whose shape is right; otherwise it would report follow-on errors.
    if (findings.list.isEmpty()) {
      new PlaybookRules(name, root, knownTopic, findings).check();
    }
    if (findings.list.isEmpty()) {
      new PlaybookFlow(findings).check(root);
    }
    return findings.list.stream().limit(MAX_FINDINGS).toList();
  }

  private static void shape(GateElement element, Findings findings) {
    if (PlaybookShapes.isDrawing(element)) {
      drawing(element, findings);
      return;
    }
    Optional<Shape> shape = PlaybookShapes.of(element);
    if (shape.isEmpty()) {
      findings.add(element, RefusalAdvice.element(element.name));
      return;
    }
    attributes(element, shape.get(), findings);
    if (!shape.get().text() && !element.trimmedText().isEmpty()) {
      findings.add(element, "text inside <" + local(element) + "> is not allowed: remove it");
    }
    for (GateElement child : element.children) {
      String key = PlaybookShapes.key(child.name);
      boolean root = element.is(BPMN, "definitions") && PlaybookShapes.isDrawing(child);
      if (root || shape.get().children().contains(key)) {
        shape(child, findings);
      } else if (PlaybookShapes.of(child).isPresent()) {
        findings.add(
            child, "<" + local(child) + "> cannot stand in <" + local(element) + ">: remove it");
      } else {
        findings.add(child, RefusalAdvice.element(child.name));
      }
    }
  }

  private static void attributes(GateElement element, Shape shape, Findings findings) {
    for (Map.Entry<QName, String> attribute : element.attributes.entrySet()) {
      QName name = attribute.getKey();
      boolean allowed =
          switch (name.getNamespaceURI()) {
            case "" -> shape.attributes().contains(name.getLocalPart());
            case CAMUNDA -> shape.camunda().contains(name.getLocalPart());
            case XSI -> isFormalExpression(element, name, attribute.getValue());
            default -> PlaybookShapes.isModelerAttribute(name) && element.is(BPMN, "definitions");
          };
      if (!allowed) {
        findings.add(element, RefusalAdvice.attribute(element.name, name));
      }
    }
  }

  /** {@code xsi:type="bpmn:tFormalExpression"}, whatever the prefix. */
  private static boolean isFormalExpression(GateElement element, QName name, String value) {
    int colon = value.indexOf(':');
    String prefix = colon < 0 ? "" : value.substring(0, colon);
    return name.getLocalPart().equals("type")
        && value.substring(colon + 1).equals("tFormalExpression")
        && element.namespaceOf(prefix).equals(BPMN);
  }

  private static void drawing(GateElement element, Findings findings) {
    for (QName attribute : element.attributes.keySet()) {
      if (!PlaybookShapes.isDrawingAttribute(attribute)) {
        findings.add(element, RefusalAdvice.attribute(element.name, attribute));
      }
    }
    if (!element.trimmedText().isEmpty()) {
      findings.add(element, "text in the drawing is not allowed: remove it");
    }
    for (GateElement child : element.children) {
      if (PlaybookShapes.isDrawing(child)) {
        drawing(child, findings);
      } else {
        findings.add(child, RefusalAdvice.element(child.name));
      }
    }
  }

  private static String local(GateElement element) {
    return element.name.getLocalPart();
  }

  /** Collects findings in the order they are met. */
  static final class Findings {
    final List<Finding> list = new ArrayList<>();

    void add(GateElement element, String message) {
      list.add(new Finding(element.line, element.place(), message));
    }
  }
}
