package dev.firebreak.lifecycle;

/** Small playbooks. */
final class Drawing {
  private final String name;
  private final StringBuilder nodes = new StringBuilder();
  private String last = "";

  private Drawing(String name) {
    this.name = name;
  }

  static Drawing of(String name) {
    return new Drawing(name).node("start", "<bpmn:startEvent id=\"start\"/>");
  }

  /** A playbook that asks a person and ends. */
  static String asking(String name, String task) {
    return of(name).task(task).end();
  }

  private Drawing node(String id, String xml) {
    nodes.append(xml).append('\n');
    if (!last.isEmpty()) {
      nodes.append(
          "<bpmn:sequenceFlow id=\"%1$s_%2$s\" sourceRef=\"%1$s\" targetRef=\"%2$s\"/>\n"
              .formatted(last, id));
    }
    last = id;
    return this;
  }

  Drawing task(String id) {
    return node(
        id,
        "<bpmn:userTask id=\"%s\" name=\"Look\" camunda:candidateGroups=\"responders\" camunda:dueDate=\"PT30M\"/>"
            .formatted(id));
  }

  Drawing endlessTask(String id) {
    return node(
        id,
        "<bpmn:userTask id=\"%s\" name=\"Look\" camunda:candidateGroups=\"responders\"/>"
            .formatted(id));
  }

  Drawing step(String id, String topic, String... inputs) {
    StringBuilder given = new StringBuilder();
    for (int i = 0; i < inputs.length; i += 2) {
      given.append(
          "<camunda:inputParameter name=\"%s\">%s</camunda:inputParameter>"
              .formatted(inputs[i], inputs[i + 1]));
    }
    return node(
        id,
        ("<bpmn:serviceTask id=\"%s\" camunda:type=\"external\" camunda:topic=\"%s\">"
                + "<bpmn:extensionElements><camunda:inputOutput>%s</camunda:inputOutput>"
                + "</bpmn:extensionElements></bpmn:serviceTask>")
            .formatted(id, topic, given));
  }

  Drawing ticket(String id, String summary) {
    return step(id, "jira.create-issue", "summary", summary, "description", "Told");
  }

  String end() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="https://firebreak.dev/it">
      <bpmn:process id="@" name="Drawn @" isExecutable="true" camunda:historyTimeToLive="P30D">
    """
            .replace("@", name)
        + node("end", "<bpmn:endEvent id=\"end\"/>").nodes
        + "</bpmn:process></bpmn:definitions>\n";
  }
}
