package dev.firebreak.dispatch;

/**
 * A playbook of one or two connector steps, as BPMN.
 *
 * @param name its process id
 * @param instance the connector instance that its steps call
 * @param steps the XML between start and end
 */
record Playbook(String name, String instance, String steps, String roots) {
  /** One step on the alert's wallet; nothing catches its errors. */
  static Playbook of(String name, String topic) {
    return new Playbook(
        name, instance(topic), step("act", topic) + path("start", "act", "end"), "");
  }

  /** Two steps that do the same, one after the other. */
  static Playbook twice(String name, String topic) {
    return new Playbook(
        name,
        instance(topic),
        step("first", topic) + step("second", topic) + path("start", "first", "second", "end"),
        "");
  }

  /** One step with a boundary event for an error code. */
  static Playbook catching(String name, String topic, String code) {
    String boundary =
        """
        <bpmn:boundaryEvent id="onError" attachedToRef="act">
          <bpmn:errorEventDefinition errorRef="failure" />
        </bpmn:boundaryEvent>
        <bpmn:endEvent id="otherwise" />
        <bpmn:sequenceFlow id="onError-otherwise" sourceRef="onError" targetRef="otherwise" />
        """;
    return new Playbook(
        name,
        instance(topic),
        step("act", topic) + path("start", "act", "end") + boundary,
        "<bpmn:error id=\"failure\" name=\"%1$s\" errorCode=\"%1$s\" />".formatted(code));
  }

  /** One step that is left after a second. */
  static Playbook leaving(String name, String topic) {
    String boundary =
        """
        <bpmn:boundaryEvent id="onTimer" attachedToRef="act">
          <bpmn:timerEventDefinition>
            <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1S</bpmn:timeDuration>
          </bpmn:timerEventDefinition>
        </bpmn:boundaryEvent>
        <bpmn:endEvent id="otherwise" />
        <bpmn:sequenceFlow id="onTimer-otherwise" sourceRef="onTimer" targetRef="otherwise" />
        """;
    return new Playbook(
        name, instance(topic), step("act", topic) + path("start", "act", "end") + boundary, "");
  }

  private static String instance(String topic) {
    return topic.substring(0, topic.indexOf('.'));
  }

  private static String step(String id, String topic) {
    return """
    <bpmn:serviceTask id="%s" camunda:type="external" camunda:topic="%s">
      <bpmn:extensionElements>
        <camunda:inputOutput>
          <camunda:inputParameter name="wallet">${targets.wallet[0]}</camunda:inputParameter>
        </camunda:inputOutput>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    """
        .formatted(id, topic);
  }

  private static String path(String... ids) {
    StringBuilder flows = new StringBuilder();
    for (int i = 1; i < ids.length; i++) {
      flows.append(
          "<bpmn:sequenceFlow id=\"%1$s-%2$s\" sourceRef=\"%1$s\" targetRef=\"%2$s\" />%n"
              .formatted(ids[i - 1], ids[i]));
    }
    return flows.toString();
  }

  String bpmn() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
        id="definitions" targetNamespace="https://firebreak.dev/playbooks">
    <bpmn:process id="%s" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:endEvent id="end" />
    %s</bpmn:process>
    %s
    </bpmn:definitions>
    """
        .formatted(name, steps, roots);
  }
}
