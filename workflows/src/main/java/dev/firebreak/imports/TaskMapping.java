package dev.firebreak.imports;

import static dev.firebreak.imports.BpmnXml.BPMN;
import static dev.firebreak.imports.BpmnXml.CAMUNDA;

import dev.firebreak.imports.TaskProposals.Offered;
import dev.firebreak.imports.TaskProposals.Proposal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Gives tasks that were drawn elsewhere, without an implementation, an action of a connector.
 * Everything else in the file stays as it is.
 */
public final class TaskMapping {
  private static final Set<String> TASKS =
      Set.of(
          "task",
          "serviceTask",
          "sendTask",
          "scriptTask",
          "businessRuleTask",
          "manualTask",
          "userTask");

  /** What another engine would call; ours calls actions only. */
  private static final List<String> ELSEWHERE =
      List.of(
          "class",
          "expression",
          "delegateExpression",
          "resultVariable",
          "decisionRef",
          "candidateGroups",
          "assignee",
          "dueDate");

  private TaskMapping() {}

  /**
   * A task without an action.
   *
   * @param type local name of its element
   * @param person whether it is a task for a person already, which may stay one
   */
  public record Unmapped(
      String id, String name, String type, boolean person, List<Proposal> proposals) {}

  /**
   * What a task shall do.
   *
   * @param topic the action; empty where a person does it
   * @param inputs of the action
   */
  public record Choice(Optional<String> topic, Optional<Map<String, String>> inputs) {
    /** An action. */
    public static Choice action(String topic, Map<String, String> inputs) {
      return new Choice(Optional.of(topic), Optional.of(inputs));
    }

    /** A task by hand. */
    public static Choice person() {
      return new Choice(Optional.empty(), Optional.empty());
    }
  }

  /** Tasks without an action, in the file's order, with proposals. */
  public static List<Unmapped> unmapped(byte[] bpmn, Collection<Offered> offered)
      throws ImportRefused {
    List<Unmapped> all = new ArrayList<>();
    for (Element e : BpmnXml.all(BpmnXml.read(bpmn).getDocumentElement(), "*")) {
      boolean mapped =
          "serviceTask".equals(e.getLocalName()) && !e.getAttributeNS(CAMUNDA, "topic").isEmpty();
      if (TASKS.contains(e.getLocalName()) && !mapped) {
        all.add(
            new Unmapped(
                e.getAttribute("id"),
                e.getAttribute("name"),
                e.getLocalName(),
                e.getLocalName().equals("userTask"),
                TaskProposals.of(e.getAttribute("name"), offered)));
      }
    }
    return all;
  }

  /**
   * The file with the choices made.
   *
   * @param choices by the task's id
   * @throws ImportRefused naming ids that are no tasks of the file
   */
  public static byte[] apply(byte[] bpmn, Map<String, Choice> choices) throws ImportRefused {
    Document document = BpmnXml.read(bpmn);
    List<String> unknown = new ArrayList<>(choices.keySet());
    for (Element e : BpmnXml.all(document.getDocumentElement(), "*")) {
      Choice choice = choices.get(e.getAttribute("id"));
      if (choice != null && TASKS.contains(e.getLocalName())) {
        unknown.remove(e.getAttribute("id"));
        choice
            .topic()
            .ifPresentOrElse(
                topic -> act(document, e, topic, choice.inputs().orElse(Map.of())),
                () -> byHand(document, e));
      }
    }
    if (!unknown.isEmpty()) {
      throw new ImportRefused(List.of("there are no tasks " + unknown + " in the file"));
    }
    return BpmnXml.write(document);
  }

  private static Element renamed(Document document, Element task, String name) {
    String prefix = task.getPrefix() == null ? "" : task.getPrefix() + ":";
    return (Element) document.renameNode(task, BPMN, prefix + name);
  }

  /** For responders and with some time, as CACAO's steps by hand, where it does not say itself. */
  private static void byHand(Document document, Element task) {
    Element user = renamed(document, task, "userTask");
    ELSEWHERE.stream()
        .filter(a -> !Set.of("candidateGroups", "dueDate").contains(a))
        .forEach(a -> user.removeAttributeNS(CAMUNDA, a));
    if (user.getAttributeNS(CAMUNDA, "candidateGroups").isEmpty()) {
      user.setAttributeNS(CAMUNDA, "camunda:candidateGroups", "responders");
    }
    if (user.getAttributeNS(CAMUNDA, "dueDate").isEmpty()) {
      user.setAttributeNS(CAMUNDA, "camunda:dueDate", CacaoImport.DUE);
    }
  }

  private static void act(
      Document document, Element task, String topic, Map<String, String> inputs) {
    String prefix = task.getPrefix() == null ? "" : task.getPrefix() + ":";
    Element service = renamed(document, task, "serviceTask");
    ELSEWHERE.forEach(a -> service.removeAttributeNS(CAMUNDA, a));
    service.setAttributeNS(CAMUNDA, "camunda:type", "external");
    service.setAttributeNS(CAMUNDA, "camunda:topic", topic);
    Element extensions = extensions(document, service, prefix);
    BpmnXml.children(extensions)
        .filter(e -> CAMUNDA.equals(e.getNamespaceURI()) && "inputOutput".equals(e.getLocalName()))
        .toList()
        .forEach(extensions::removeChild);
    if (!inputs.isEmpty()) {
      Element io = document.createElementNS(CAMUNDA, "camunda:inputOutput");
      extensions.appendChild(io);
      inputs.forEach(
          (name, value) -> {
            Element input = document.createElementNS(CAMUNDA, "camunda:inputParameter");
            input.setAttribute("name", name);
            input.setTextContent(value);
            io.appendChild(input);
          });
    }
    if (!extensions.hasChildNodes()) {
      service.removeChild(extensions);
    }
  }

  /** BPMN wants it right behind the documentation. */
  private static Element extensions(Document document, Element task, String prefix) {
    return BpmnXml.child(task, "extensionElements")
        .orElseGet(
            () -> {
              Element made = document.createElementNS(BPMN, prefix + "extensionElements");
              Element first =
                  BpmnXml.children(task)
                      .filter(e -> !"documentation".equals(e.getLocalName()))
                      .findFirst()
                      .orElse(null);
              if (first == null) {
                task.appendChild(made);
              } else {
                task.insertBefore(made, first);
              }
              return made;
            });
  }
}
