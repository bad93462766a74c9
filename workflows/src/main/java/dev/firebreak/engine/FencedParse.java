package dev.firebreak.engine;

import java.util.List;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * The second line behind the gate, for the two things no setting turns off: form handler classes,
 * which the parser itself instantiates, and the built-in shell and mail tasks.
 */
final class FencedParse extends BpmnParse {
  FencedParse(BpmnParser parser) {
    super(parser);
  }

  @Override
  protected void parseStartFormHandlers(
      List<Element> startEvents, ProcessDefinitionEntity process) {
    if (startEvents.stream().noneMatch(this::namesHandler)) {
      super.parseStartFormHandlers(startEvents, process);
    }
  }

  @Override
  public TaskDefinition parseTaskDefinition(
      Element task, String key, ActivityImpl activity, ProcessDefinitionEntity process) {
    if (namesHandler(task)) {
      throw new IllegalArgumentException("form handler classes are refused");
    }
    return super.parseTaskDefinition(task, key, activity, process);
  }

  private boolean namesHandler(Element element) {
    boolean names = element.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, "formHandlerClass") != null;
    if (names) {
      addError("form handler classes are refused", element);
    }
    return names;
  }

  @Override
  public void parseServiceTaskLike(
      ActivityImpl activity,
      String elementName,
      Element task,
      Element properties,
      ScopeImpl scope) {
    if ("external".equals(task.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, "type"))) {
      super.parseServiceTaskLike(activity, elementName, task, properties, scope);
    } else {
      addError("only tasks of type external are run", task);
    }
  }
}
