package dev.firebreak.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.DelegateVariableMapping;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.form.StartFormData;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.form.handler.StartFormHandler;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.variable.VariableMap;

/** A class that files of the corpus name: that it is made at all is the trace. */
public final class Canary
    implements JavaDelegate,
        ExecutionListener,
        TaskListener,
        DelegateVariableMapping,
        StartFormHandler {
  static final List<String> MADE = new CopyOnWriteArrayList<>();

  public Canary() {
    MADE.add("made");
  }

  @Override
  public void execute(DelegateExecution execution) {}

  @Override
  public void notify(DelegateExecution execution) {}

  @Override
  public void notify(DelegateTask task) {}

  @Override
  public void mapInputVariables(DelegateExecution execution, VariableMap variables) {}

  @Override
  public void mapOutputVariables(DelegateExecution execution, VariableScope instance) {}

  @Override
  public void parseConfiguration(
      Element activity,
      DeploymentEntity deployment,
      ProcessDefinitionEntity process,
      BpmnParse parse) {}

  @Override
  public void submitFormVariables(VariableMap properties, VariableScope scope) {}

  @Override
  public StartFormData createStartFormData(ProcessDefinitionEntity process) {
    throw new UnsupportedOperationException();
  }
}
