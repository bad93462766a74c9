package dev.firebreak.fence;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Harmless playbooks and tables. */
final class Texts {
  private static final String DMN_HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="@-table" name="@" namespace="https://firebreak.dev/dmn">
        <decision id="@" name="@"><decisionTable id="table" hitPolicy="FIRST">
      """;

  private static final String DMN_END = "</decisionTable></decision></definitions>\n";

  private Texts() {}

  /** A playbook of nodes and flows. */
  static byte[] playbook(String name, String content) {
    return bytes(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="https://firebreak.dev/it">
          <bpmn:process id="@" isExecutable="true">
        """
                .replace("@", name)
            + content
            + "</bpmn:process></bpmn:definitions>\n");
  }

  static String flow(String from, String to) {
    return "<bpmn:sequenceFlow id=\"%1$s_%2$s\" sourceRef=\"%1$s\" targetRef=\"%2$s\"/>\n"
        .formatted(from, to);
  }

  /** Opens a ticket; the texts may hold {@code ${...}}. */
  static String ticket(String id, String summary, String description) {
    return """
    <bpmn:serviceTask id="%s" camunda:type="external" camunda:topic="jira.create-issue"><bpmn:extensionElements><camunda:inputOutput>
      <camunda:inputParameter name="summary">%s</camunda:inputParameter>
      <camunda:inputParameter name="description">%s</camunda:inputParameter>
    </camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
    """
        .formatted(id, summary, description);
  }

  /** Waits for a person. */
  static String task(String id, String name) {
    return """
    <bpmn:userTask id="%s" name="%s" camunda:candidateGroups="responders" camunda:dueDate="PT30M"/>
    """
        .formatted(id, name);
  }

  /** Sends the rules named to playbooks, and everything else to one. */
  static byte[] triage(Map<String, String> playbooks, String otherwise) {
    StringBuilder rules = new StringBuilder();
    playbooks.forEach((rule, playbook) -> rules.append(toPlaybook("\"" + rule + "\"", playbook)));
    rules.append(toPlaybook("", otherwise).replace("\"to-", "\"otherwise-to-"));
    return bytes(
        DMN_HEAD.replace("@", "triage")
            + """
            <input id="in"><inputExpression id="ie" typeRef="string"><text>rule</text></inputExpression></input>
            <output id="playbook" name="playbook" typeRef="string"/><output id="priority" name="priority" typeRef="string"/>
            """
            + rules
            + DMN_END);
  }

  private static String toPlaybook(String rule, String playbook) {
    String id = "to-" + playbook;
    return """
    <rule id="%1$s"><inputEntry id="%1$s-i"><text>%2$s</text></inputEntry>
      <outputEntry id="%1$s-o"><text>"%3$s"</text></outputEntry><outputEntry id="%1$s-p"><text>"high"</text></outputEntry></rule>
    """
        .formatted(id, rule, playbook);
  }

  /** Asks one person before an action of the playbook named, and lets everything else run. */
  static byte[] policy(String asking) {
    return bytes(
        DMN_HEAD.replace("@", "policy")
            + """
            <input id="in"><inputExpression id="ie" typeRef="string"><text>playbook</text></inputExpression></input>
            <output id="verdict" name="verdict" typeRef="string"/><output id="approvals" name="approvals" typeRef="integer"/>
            <output id="timeout" name="timeout" typeRef="string"/><output id="onTimeout" name="onTimeout" typeRef="string"/>
            """
            + verdict("ask", "\"" + asking + "\"", 1)
            + verdict("run", "", 0)
            + DMN_END);
  }

  private static String verdict(String verdict, String playbook, int approvals) {
    return """
    <rule id="%1$s"><inputEntry id="%1$s-i"><text>%2$s</text></inputEntry>
      <outputEntry id="%1$s-v"><text>"%1$s"</text></outputEntry><outputEntry id="%1$s-a"><text>%3$d</text></outputEntry>
      <outputEntry id="%1$s-t"><text>"PT15M"</text></outputEntry><outputEntry id="%1$s-o"><text>"hold"</text></outputEntry></rule>
    """
        .formatted(verdict, playbook, approvals);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
