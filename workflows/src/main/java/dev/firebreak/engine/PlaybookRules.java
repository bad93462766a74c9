package dev.firebreak.engine;

import static dev.firebreak.engine.PlaybookShapes.BPMN;
import static dev.firebreak.engine.PlaybookShapes.CAMUNDA;

import dev.firebreak.engine.PlaybookGate.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/**
 * What the values in a playbook must be: literal where the engine would evaluate, data elsewhere.
 */
final class PlaybookRules {
  private static final Pattern TOPIC =
      Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*\\.[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
  private static final Pattern LITERAL = Pattern.compile("[^${}#\\\\\\p{Cntrl}]{1,200}");
  private static final Pattern GROUPS =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*( *, *[A-Za-z0-9][A-Za-z0-9_.-]*)*");
  private static final Set<String> BOOLEANS =
      Set.of(
          "asyncBefore",
          "asyncAfter",
          "exclusive",
          "isSequential",
          "triggeredByEvent",
          "isInterrupting",
          "cancelActivity",
          "isExecutable",
          "isClosed",
          "local");
  private static final int MAX_LOOP = 1000;

  private final String playbook;
  private final GateElement root;
  private final Predicate<String> knownTopic;
  private final Findings findings;
  private final Map<String, GateElement> ids = new HashMap<>();

  PlaybookRules(
      String playbook, GateElement root, Predicate<String> knownTopic, Findings findings) {
    this.playbook = playbook;
    this.root = root;
    this.knownTopic = knownTopic;
    this.findings = findings;
  }

  void check() {
    process();
    root.children.stream()
        .filter(child -> !PlaybookShapes.isDrawing(child))
        .flatMap(GateElement::all)
        .forEach(this::collectId);
    root.children.stream()
        .filter(child -> !PlaybookShapes.isDrawing(child))
        .flatMap(GateElement::all)
        .forEach(this::element);
  }

  private void process() {
    List<GateElement> processes = root.children(BPMN, "process").toList();
    if (processes.size() != 1) {
      findings.add(root, "has " + processes.size() + " processes: a playbook file has exactly one");
      return;
    }
    GateElement process = processes.get(0);
    if (!process.attribute("id").equals(playbook)) {
      findings.add(process, "the process id must be the playbook's name, '" + playbook + "'");
    }
    if (!process.attribute("isExecutable").equals("true")) {
      findings.add(process, "is not executable: tick Executable in the modeler");
    }
    String ttl = process.attribute(CAMUNDA, "historyTimeToLive");
    if (!ttl.isEmpty() && !ttl.matches("P?[0-9]{1,5}D?")) {
      findings.add(process, "historyTimeToLive must be a number of days such as P30D");
    }
  }

  private void collectId(GateElement element) {
    String id = element.attribute("id");
    if (!id.isEmpty() && ids.put(id, element) != null) {
      findings.add(element, "id '" + id + "' is used twice: rename one");
    }
  }

  private void element(GateElement element) {
    commonAttributes(element);
    switch (PlaybookShapes.key(element.name)) {
      case "serviceTask" -> serviceTask(element);
      case "userTask" -> userTask(element);
      case "callActivity" -> callActivity(element);
      case "startEvent" -> startEvent(element);
      case "boundaryEvent", "intermediateCatchEvent" -> oneEvent(element);
      case "receiveTask", "messageEventDefinition" -> reference(element, "messageRef", "message");
      case "errorEventDefinition" -> errorEvent(element);
      case "message" -> literal(element, "name", "a message needs a literal name");
      case "error" -> literal(element, "errorCode", "an error needs a literal error code");
      case "conditionExpression" -> condition(element);
      case "completionCondition" -> condition(element);
      case "loopCardinality" -> cardinality(element);
      case "multiInstanceLoopCharacteristics" -> multiInstance(element);
      case "timerEventDefinition" -> timer(element);
      case "extensionElements" -> extension(element);
      case "camunda:inputParameter", "camunda:outputParameter" -> parameter(element);
      case "camunda:entry" -> entry(element);
      case "camunda:value" -> dataText(element, element.text.toString());
      case "camunda:in", "camunda:out" -> mapping(element);
      default -> {
        // Its shape says all.
      }
    }
  }

  private void commonAttributes(GateElement element) {
    for (Map.Entry<QName, String> attribute : element.attributes.entrySet()) {
      String name = attribute.getKey().getLocalPart();
      String value = attribute.getValue();
      boolean text = name.equals("name") && element.is(BPMN, "userTask");
      if (BOOLEANS.contains(name) && !value.equals("true") && !value.equals("false")) {
        findings.add(element, name + " must be true or false");
      } else if (text) {
        dataText(element, value);
      } else if (!DataExpression.isLiteral(value)) {
        findings.add(element, name + " must be literal: expressions are not evaluated here");
      }
    }
    if (element.is(BPMN, "documentation") || element.is(BPMN, "text")) {
      documentation(element);
    }
  }

  private void documentation(GateElement element) {
    boolean evaluated = element.parent.filter(outer -> outer.is(BPMN, "userTask")).isPresent();
    String text = element.text.toString();
    if (evaluated) {
      dataText(element, text);
    } else if (!DataExpression.isLiteral(text)) {
      findings.add(element, "expressions in documentation work on user tasks only: remove it");
    }
  }

  private void serviceTask(GateElement task) {
    String topic = task.attribute(CAMUNDA, "topic");
    if (!task.attribute(CAMUNDA, "type").equals("external")) {
      findings.add(
          task, "choose the implementation External and a connector's topic; nothing else runs");
    } else if (!TOPIC.matcher(topic).matches()) {
      findings.add(task, "topic '" + topic + "' must be literal: <connector>.<action>");
    } else if (!knownTopic.test(topic)) {
      findings.add(
          task, "no connector offers '" + topic + "': check the name, or configure the connector");
    }
  }

  private void userTask(GateElement task) {
    String groups = task.attribute(CAMUNDA, "candidateGroups");
    if (!GROUPS.matcher(groups).matches()) {
      findings.add(task, "candidate groups must be a literal list such as responders,leads");
    }
    String due = task.attribute(CAMUNDA, "dueDate");
    if (!due.isEmpty() && !IsoTimes.isDuration(due)) {
      findings.add(task, "due date '" + due + "' must be a literal ISO duration such as PT30M");
    }
  }

  private void callActivity(GateElement call) {
    String called = call.attribute("calledElement");
    if (!KEY.matcher(called).matches()) {
      findings.add(call, "the called playbook's name must be literal");
    } else if (called.equals(playbook)) {
      findings.add(call, "the playbook calls itself: it would never end");
    }
    String binding = call.attribute(CAMUNDA, "calledElementBinding");
    if (!binding.isEmpty() && !binding.equals("latest")) {
      findings.add(call, "binding '" + binding + "' is not possible: choose latest");
    }
  }

  private void startEvent(GateElement start) {
    boolean inEvent =
        start
            .parent
            .filter(outer -> outer.attribute("triggeredByEvent").equals("true"))
            .isPresent();
    long events = eventDefinitions(start);
    if (!inEvent && events > 0) {
      findings.add(
          start, "playbooks are started by triage: use a plain start event, without a trigger");
    } else if (inEvent && events != 1) {
      findings.add(start, "an event sub process starts with one error, timer or message");
    }
  }

  private void oneEvent(GateElement event) {
    if (eventDefinitions(event) != 1) {
      findings.add(event, "must wait for exactly one thing: choose error, timer or message");
    }
  }

  private static long eventDefinitions(GateElement event) {
    return event.children.stream()
        .filter(child -> child.name.getLocalPart().endsWith("EventDefinition"))
        .count();
  }

  private void errorEvent(GateElement event) {
    boolean throwing = event.parent.filter(outer -> outer.is(BPMN, "endEvent")).isPresent();
    if (throwing || !event.attribute("errorRef").isEmpty()) {
      reference(event, "errorRef", "error");
    }
    for (String variable : List.of("errorCodeVariable", "errorMessageVariable")) {
      if (event.has(CAMUNDA, variable)
          && !NAME.matcher(event.attribute(CAMUNDA, variable)).matches()) {
        findings.add(event, variable + " must be a plain name");
      }
    }
  }

  private void reference(GateElement element, String attribute, String kind) {
    Optional<GateElement> target = Optional.ofNullable(ids.get(element.attribute(attribute)));
    if (target.filter(found -> found.is(BPMN, kind)).isEmpty()) {
      findings.add(element, "must refer to " + kind + " of this file: choose one in the modeler");
    }
  }

  private void literal(GateElement element, String attribute, String message) {
    if (!LITERAL.matcher(element.attribute(attribute)).matches()) {
      findings.add(element, message);
    }
  }

  private void condition(GateElement condition) {
    DataExpression.problemInCondition(condition.text.toString())
        .ifPresent(problem -> findings.add(condition, "the condition " + problem));
  }

  private void cardinality(GateElement cardinality) {
    String text = cardinality.trimmedText();
    if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) <= MAX_LOOP) {
      return;
    }
    DataExpression.problemInCondition(text)
        .ifPresent(
            problem ->
                findings.add(
                    cardinality, "the cardinality (a number up to 1000, or ${count}) " + problem));
  }

  private void multiInstance(GateElement loop) {
    if (loop.children(BPMN, "loopCardinality").count() != 1) {
      findings.add(
          loop, "needs a loop cardinality, for example ${count}; see targets[loopCounter]");
    }
  }

  private void timer(GateElement timer) {
    List<GateElement> times =
        timer.children.stream().filter(child -> !child.is(BPMN, "documentation")).toList();
    if (times.size() != 1) {
      findings.add(timer, "needs exactly one duration, date or cycle");
      return;
    }
    IsoTimes.problem(times.get(0).name.getLocalPart(), times.get(0).trimmedText())
        .ifPresent(problem -> findings.add(timer, problem));
    boolean onceOnly = timer.parent.filter(PlaybookRules::interrupts).isPresent();
    if (onceOnly && times.get(0).is(BPMN, "timeCycle")) {
      findings.add(timer, "a cycle belongs on a non-interrupting event: use a duration here");
    }
  }

  /** Whether an event happens at most once, because it ends the wait that it belongs to. */
  private static boolean interrupts(GateElement event) {
    return switch (event.name.getLocalPart()) {
      case "boundaryEvent" -> !event.attribute("cancelActivity").equals("false");
      case "startEvent" -> !event.attribute("isInterrupting").equals("false");
      default -> true;
    };
  }

  private void extension(GateElement extension) {
    GateElement owner = extension.parent.orElse(extension);
    boolean mapping = extension.children.stream().anyMatch(child -> isMapping(child));
    if (mapping && !owner.is(BPMN, "callActivity")) {
      findings.add(extension, "camunda:in and camunda:out belong on call activities");
    }
    if (extension.children(CAMUNDA, "inputOutput").count() > 1) {
      findings.add(extension, "one camunda:inputOutput is enough: merge them");
    }
  }

  private static boolean isMapping(GateElement element) {
    return element.is(CAMUNDA, "in") || element.is(CAMUNDA, "out");
  }

  private void parameter(GateElement parameter) {
    String name = parameter.attribute("name");
    if (!KEY.matcher(name).matches()) {
      findings.add(parameter, "parameter name '" + name + "' must be a plain name");
    }
    boolean step =
        parameter
            .parent
            .flatMap(mapping -> mapping.parent)
            .flatMap(extension -> extension.parent)
            .filter(owner -> owner.is(BPMN, "serviceTask"))
            .isPresent();
    if (!parameter.children.isEmpty() && !step) {
      findings.add(parameter, "lists and maps can be inputs of connector steps only");
    }
    textOrOneChild(parameter);
  }

  private void entry(GateElement entry) {
    if (!KEY.matcher(entry.attribute("key")).matches()) {
      findings.add(entry, "key '" + entry.attribute("key") + "' must be a plain name");
    }
    textOrOneChild(entry);
  }

  private void textOrOneChild(GateElement element) {
    if (element.children.isEmpty()) {
      dataText(element, element.text.toString());
    } else if (element.children.size() > 1 || !element.trimmedText().isEmpty()) {
      findings.add(element, "must be one text, one list or one map");
    }
  }

  private void dataText(GateElement element, String text) {
    DataExpression.problemInText(text)
        .ifPresent(problem -> findings.add(element, "the text " + problem));
  }

  private void mapping(GateElement mapping) {
    String variables = mapping.attribute("variables");
    boolean all = variables.equals("all") && mapping.attribute("source").isEmpty();
    boolean one =
        variables.isEmpty()
            && NAME.matcher(mapping.attribute("source")).matches()
            && NAME.matcher(mapping.attribute("target")).matches();
    if (!all && !one) {
      findings.add(mapping, "must be variables=\"all\", or a plain source and target name");
    }
  }
}
