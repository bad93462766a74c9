package dev.firebreak.engine;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.behavior.CallableElementActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.MultiInstanceActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Puts our behaviour and our listeners into each playbook while it is parsed. */
final class RunParseListener extends AbstractBpmnParseListener {
  private static final ExecutionListener ENTERED =
      execution -> RunRecorder.current().entered((ExecutionEntity) execution);
  private static final ExecutionListener TAKEN =
      execution -> RunRecorder.current().taken((ExecutionEntity) execution);
  private static final ExecutionListener LEAVING =
      execution -> RunRecorder.current().leaving((ExecutionEntity) execution);
  private static final ExecutionListener STARTED = RunParseListener::checkDepth;
  private static final ExecutionListener ENDED =
      execution -> RunRecorder.current().ended((ExecutionEntity) execution);

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity process) {
    process.addBuiltInListener(ExecutionListener.EVENTNAME_START, STARTED);
    process.addBuiltInListener(ExecutionListener.EVENTNAME_END, ENDED);
  }

  private static void checkDepth(DelegateExecution execution) {
    if (RunRecorder.callDepth((ExecutionEntity) execution) > RunRecorder.MAX_CALL_DEPTH) {
      throw new IllegalStateException(
          "Playbooks call each other more than "
              + RunRecorder.MAX_CALL_DEPTH
              + " levels deep. Look for a playbook that calls itself through another one.");
    }
  }

  @Override
  public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
    if (activity.getActivityBehavior() instanceof ExternalTaskActivityBehavior) {
      activity.setActivityBehavior(
          new StepBehavior(element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "topic")));
      activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, LEAVING);
    }
  }

  @Override
  public void parseIoMapping(Element extension, ActivityImpl activity, IoMapping mapping) {
    if (activity.getActivityBehavior() instanceof StepBehavior step) {
      step.inputs(mapping.getInputParameters());
      mapping.setInputParameters(List.of());
    }
  }

  @Override
  public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
    if (activity.getActivityBehavior() instanceof CallableElementActivityBehavior call) {
      call.getCallableElement().setBusinessKeyValueProvider(new InheritedBusinessKey());
    }
  }

  @Override
  public void parseMultiInstanceLoopCharacteristics(
      Element activityElement, Element loop, ActivityImpl activity) {
    if (activity.getActivityBehavior() instanceof MultiInstanceActivityBehavior behavior
        && behavior.getLoopCardinalityExpression() != null) {
      behavior.setLoopCardinalityExpression(
          new CappedCardinality(behavior.getLoopCardinalityExpression()));
    }
  }

  @Override
  public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl transition) {
    transition.addBuiltInListener(ExecutionListener.EVENTNAME_TAKE, TAKEN);
  }

  @Override
  public void parseStartEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseExclusiveGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseInclusiveGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseParallelGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseEventBasedGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseSubProcess(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseIntermediateThrowEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseIntermediateCatchEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  @Override
  public void parseBoundaryEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    watch(activity);
  }

  private static void watch(ActivityImpl activity) {
    activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, ENTERED);
  }

  /** The incident id goes with the call, so that messages and data reach the called playbook. */
  private static final class InheritedBusinessKey implements ParameterValueProvider {
    @Override
    public Object getValue(VariableScope scope) {
      return ((ExecutionEntity) scope).getProcessBusinessKey();
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }
}
