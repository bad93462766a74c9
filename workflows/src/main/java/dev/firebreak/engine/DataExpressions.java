package dev.firebreak.engine;

import java.beans.FeatureDescriptor;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.impl.juel.ExpressionFactoryImpl;
import org.camunda.bpm.impl.juel.jakarta.el.ArrayELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.FunctionMapper;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotWritableException;

/**
 * Expressions that can read data and nothing else: no method calls (JUEL's JEE5 profile does not
 * even parse them), no functions, no beans, no engine objects, nothing written.
 */
final class DataExpressions extends JuelExpressionManager {
  DataExpressions() {
    setExpressionFactory(new ExpressionFactoryImpl(ExpressionFactoryImpl.Profile.JEE5));
  }

  @Override
  public void addFunction(String name, Method function) {
    // The engine offers its own (currentUser, now, ...); a playbook has no need for any.
  }

  @Override
  protected FunctionMapper createFunctionMapper() {
    return new FunctionMapper() {
      @Override
      public Method resolveFunction(String prefix, String localName) {
        throw new IllegalArgumentException(
            "function " + localName + "() does not exist: expressions only read data");
      }
    };
  }

  @Override
  protected ELResolver createElResolver() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new RootNames());
    resolver.add(new MapELResolver(true));
    resolver.add(new ListELResolver(true));
    resolver.add(new ArrayELResolver(true));
    return resolver;
  }

  /** Names at the start of an expression: variables of the run first, then the incident's data. */
  private static final class RootNames extends ELResolver {
    @Override
    @SuppressWarnings("NullAway") // the API's null means "not mine, ask the next"
    public Object getValue(ELContext context, Object base, Object property) {
      if (base != null) {
        return null;
      }
      String name = String.valueOf(property);
      Object scope = context.getContext(VariableScope.class);
      if (scope instanceof VariableScope variables && variables.hasVariable(name)) {
        context.setPropertyResolved(true);
        return variables.getVariable(name);
      }
      Map<String, Object> data = incidentData(scope);
      if (data.containsKey(name)) {
        context.setPropertyResolved(true);
        return data.get(name);
      }
      return null;
    }

    private static Map<String, Object> incidentData(Object scope) {
      if (scope instanceof ExecutionEntity place) {
        return RunRecorder.current().data(place);
      }
      if (scope instanceof TaskEntity task) {
        return RunRecorder.current().data(task.getExecution());
      }
      return Map.of();
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
      return true;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
      throw new PropertyNotWritableException("expressions only read data");
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
      return Object.class;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
      return Object.class;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
      return Collections.emptyIterator();
    }
  }
}
