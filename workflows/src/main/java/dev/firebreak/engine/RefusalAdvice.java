package dev.firebreak.engine;

import java.util.Map;
import javax.xml.namespace.QName;

/** Why a part of a file is refused, and what to draw instead. */
final class RefusalAdvice {
  private static final String CONNECTOR =
      "use a service task of type External with a connector's topic, such as okta.suspend-user";

  private static final Map<String, String> ELEMENTS =
      Map.ofEntries(
          Map.entry("scriptTask", CONNECTOR),
          Map.entry("script", "write a data expression such as ${incident.severity}"),
          Map.entry("sendTask", CONNECTOR),
          Map.entry("businessRuleTask", "decide in triage.dmn, or with a gateway's conditions"),
          Map.entry("manualTask", "use a user task with candidate groups and a due date"),
          Map.entry("task", "choose service task, user task or receive task"),
          Map.entry("transaction", "use a sub process with an error boundary event"),
          Map.entry("adHocSubProcess", "use a sub process"),
          Map.entry("import", "remove it: nothing is loaded from elsewhere"),
          Map.entry("signal", "use a message"),
          Map.entry("signalEventDefinition", "use a message"),
          Map.entry("conditionalEventDefinition", "use a message, or a gateway's conditions"),
          Map.entry("escalationEventDefinition", "use an error"),
          Map.entry("compensateEventDefinition", "draw the undo as steps of its own"),
          Map.entry("linkEventDefinition", "draw the sequence flow"),
          Map.entry("standardLoopCharacteristics", "use a multi-instance with a cardinality"),
          Map.entry("executionListener", "remove it: every step is audited anyway"),
          Map.entry("taskListener", "remove it: every task is audited anyway"),
          Map.entry("connector", CONNECTOR),
          Map.entry("field", CONNECTOR),
          Map.entry("formData", "remove it: the console asks for the variables of the conditions"),
          Map.entry("formProperty", "remove it: the console asks for the variables"),
          Map.entry("properties", "remove it: use input parameters"),
          Map.entry("property", "remove it: use input parameters"),
          Map.entry("errorEventDefinition", "raise the error from the connector"),
          Map.entry("failedJobRetryTimeCycle", "remove it: the dispatcher retries"),
          Map.entry("dataObject", "remove it: use input parameters"),
          Map.entry("dataObjectReference", "draw a text annotation"),
          Map.entry("dataStoreReference", "draw a text annotation"),
          Map.entry("ioSpecification", "use camunda:inputOutput"),
          Map.entry("resourceRole", "use candidate groups"),
          Map.entry("potentialOwner", "use candidate groups"),
          Map.entry("humanPerformer", "use candidate groups"));

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("class", CONNECTOR),
          Map.entry("expression", CONNECTOR),
          Map.entry("delegateExpression", CONNECTOR),
          Map.entry("resultVariable", "remove it: read steps.<id> instead"),
          Map.entry("assignee", "use candidate groups"),
          Map.entry("candidateUsers", "use candidate groups"),
          Map.entry("followUpDate", "use a due date"),
          Map.entry("priority", "remove it: triage sets the priority"),
          Map.entry("taskPriority", "remove it: triage sets the priority"),
          Map.entry("jobPriority", "remove it: triage sets the priority"),
          Map.entry("formKey", "remove it: the console makes the form"),
          Map.entry("formRef", "remove it: the console makes the form"),
          Map.entry("formHandlerClass", "remove it: the console makes the form"),
          Map.entry("collection", "use a loop cardinality and targets[loopCounter]"),
          Map.entry("elementVariable", "use a loop cardinality and targets[loopCounter]"),
          Map.entry("sourceExpression", "make it an input parameter, then camunda:in source"),
          Map.entry("businessKey", "remove it: a called playbook gets the incident's id itself"),
          Map.entry("decisionRef", "decide in triage.dmn, or with a gateway's conditions"),
          Map.entry("variableMappingClass", "use camunda:in and camunda:out"),
          Map.entry("variableMappingDelegateExpression", "use camunda:in and camunda:out"),
          Map.entry("resource", "write the condition into the flow"),
          Map.entry("language", "remove it: there is one expression language"),
          Map.entry("expressionLanguage", "remove it: there is one expression language"),
          Map.entry("schemaLocation", "remove it: nothing is loaded from elsewhere"),
          Map.entry("instantiate", "start playbooks with a plain start event"),
          Map.entry("isForCompensation", "draw the undo as steps of its own"));

  private RefusalAdvice() {}

  static String element(QName name) {
    if (name.getNamespaceURI().contains("/zeebe/")) {
      return "<"
          + name.getLocalPart()
          + "> belongs to Camunda 8: in the modeler create the file for Camunda Platform 7";
    }
    return "<" + shown(name) + "> is not allowed: " + advice(ELEMENTS, name);
  }

  static String attribute(QName element, QName name) {
    return "attribute "
        + shown(name)
        + " on <"
        + element.getLocalPart()
        + "> is not allowed: "
        + advice(ATTRIBUTES, name);
  }

  private static String advice(Map<String, String> known, QName name) {
    return known.getOrDefault(name.getLocalPart(), "remove it");
  }

  private static String shown(QName name) {
    return switch (name.getNamespaceURI()) {
      case "", PlaybookShapes.BPMN -> name.getLocalPart();
      case PlaybookShapes.CAMUNDA -> "camunda:" + name.getLocalPart();
      case PlaybookShapes.XSI -> "xsi:" + name.getLocalPart();
      default -> name.getLocalPart() + " of namespace " + name.getNamespaceURI();
    };
  }
}
