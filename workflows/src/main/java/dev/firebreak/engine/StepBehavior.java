package dev.firebreak.engine;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ConstantValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;

/**
 * What happens when a run reaches a connector step: the waiting task is created already taken, in
 * the transaction that reaches it, and its inputs are evaluated without becoming engine variables.
 * So reaching a step costs one row, and no second transaction has to fetch and lock it.
 */
final class StepBehavior extends ExternalTaskActivityBehavior {
  /** The one worker that the engine knows; who really works on a step is in our own tables. */
  static final String WORKER = "firebreak";

  /** 2200-01-01: the engine never gives a step to anybody else. */
  static final Date FOREVER = new Date(7_258_118_400_000L);

  private final String topic;
  private List<InputParameter> inputs = List.of();

  StepBehavior(String topic) {
    super(new ConstantValueProvider(topic), null);
    this.topic = topic;
  }

  /** Set while the file is parsed, before the definition is published to other threads. */
  void inputs(List<InputParameter> parameters) {
    inputs = List.copyOf(parameters);
  }

  @Override
  public void execute(ActivityExecution execution) {
    ExecutionEntity place = (ExecutionEntity) execution;
    Map<String, Object> values = new LinkedHashMap<>();
    for (InputParameter input : inputs) {
      Object value = input.getValueProvider().getValue(place);
      if (value != null) {
        values.put(input.getName(), DataValues.copy(input.getName(), value));
      }
    }
    ExternalTaskEntity task = ExternalTaskEntity.createAndInsert(place, topic, 0);
    task.setWorkerId(WORKER);
    task.setLockExpirationTime(FOREVER);
    RunRecorder.current().reached(place, task.getId(), topic, values);
  }
}
