package dev.firebreak.engine;

import java.nio.charset.StandardCharsets;

/** Writes small BPMN files for tests. */
final class Playbook {
  private final String name;
  private final StringBuilder body = new StringBuilder();
  private final StringBuilder roots = new StringBuilder();
  private int flows;

  private Playbook(String name) {
    this.name = name;
  }

  static Playbook named(String name) {
    return new Playbook(name);
  }

  Playbook add(String xml) {
    body.append(xml).append('\n');
    return this;
  }

  Playbook root(String xml) {
    roots.append(xml).append('\n');
    return this;
  }

  Playbook step(String id, String topic, String... inputs) {
    body.append(
        "<bpmn:serviceTask id=\"%s\" camunda:type=\"external\" camunda:topic=\"%s\">"
            .formatted(id, topic));
    if (inputs.length > 0) {
      body.append("<bpmn:extensionElements><camunda:inputOutput>");
      for (int i = 0; i < inputs.length; i += 2) {
        body.append(
            "<camunda:inputParameter name=\"%s\">%s</camunda:inputParameter>"
                .formatted(inputs[i], inputs[i + 1]));
      }
      body.append("</camunda:inputOutput></bpmn:extensionElements>");
    }
    body.append("</bpmn:serviceTask>\n");
    return this;
  }

  /** {@code a -> b -> c}: sequence flows. */
  Playbook flow(String... ids) {
    for (int i = 0; i + 1 < ids.length; i++) {
      body.append(
          "<bpmn:sequenceFlow id=\"flow%d\" sourceRef=\"%s\" targetRef=\"%s\"/>%n"
              .formatted(++flows, ids[i], ids[i + 1]));
    }
    return this;
  }

  Playbook flowIf(String from, String to, String condition) {
    body.append(
        """
        <bpmn:sequenceFlow id="flow%d" sourceRef="%s" targetRef="%s">
          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">%s</bpmn:conditionExpression>
        </bpmn:sequenceFlow>
        """
            .formatted(++flows, from, to, condition));
    return this;
  }

  byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            id="definitions" targetNamespace="https://firebreak.dev/playbooks">
        <bpmn:process id="%s" isExecutable="true">
        %s</bpmn:process>
        %s</bpmn:definitions>
        """
        .formatted(name, body, roots);
  }
}
