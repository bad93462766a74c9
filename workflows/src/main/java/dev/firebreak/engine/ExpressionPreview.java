package dev.firebreak.engine;

import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.impl.juel.ExpressionFactoryImpl;
import org.camunda.bpm.impl.juel.jakarta.el.ArrayELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.FunctionMapper;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotWritableException;
import org.camunda.bpm.impl.juel.jakarta.el.VariableMapper;

/**
 * Says what an expression would be for some data, by the rules and the language of a playbook: the
 * gate's check first, then JUEL without method calls, functions or beans. Safe for all threads.
 */
public final class ExpressionPreview {
  private static final int MOST_CHARACTERS = 10_000;
  private static final ExpressionFactoryImpl FACTORY =
      new ExpressionFactoryImpl(ExpressionFactoryImpl.Profile.JEE5);

  private ExpressionPreview() {}

  /**
   * What came out.
   *
   * @param value text, number, boolean, list or map; empty where the expression yields nothing
   * @param problem why there is no value, for the author
   */
  public record Previewed(Optional<Object> value, Optional<String> problem) {}

  /**
   * Evaluates a text that may contain {@code ${...}}.
   *
   * @param data what names at the start of an expression stand for; maps, lists, texts, numbers and
   *     booleans only
   */
  public static Previewed of(String expression, Map<String, Object> data) {
    Optional<String> refused = DataExpression.problemInText(expression);
    if (refused.isPresent()) {
      return new Previewed(Optional.empty(), refused.map(r -> "the expression " + r));
    }
    try {
      Context context = new Context(data);
      Object value =
          FACTORY.createValueExpression(context, expression, Object.class).getValue(context);
      if (value instanceof String s && s.length() > MOST_CHARACTERS) {
        value = s.substring(0, MOST_CHARACTERS);
      }
      return new Previewed(Optional.ofNullable(value), Optional.empty());
    } catch (ELException | IllegalArgumentException | ArithmeticException e) {
      return new Previewed(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static final class Context extends ELContext {
    private final CompositeELResolver resolver = new CompositeELResolver();

    Context(Map<String, Object> data) {
      resolver.add(new Roots(data));
      resolver.add(new MapELResolver(true));
      resolver.add(new ListELResolver(true));
      resolver.add(new ArrayELResolver(true));
    }

    @Override
    public ELResolver getELResolver() {
      return resolver;
    }

    @Override
    @SuppressWarnings("NullAway") // the API's null means "there are none"
    public FunctionMapper getFunctionMapper() {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // the API's null means "there are none"
    public VariableMapper getVariableMapper() {
      return null;
    }
  }

  private static final class Roots extends ELResolver {
    private final Map<String, Object> data;

    Roots(Map<String, Object> data) {
      this.data = data;
    }

    @Override
    @SuppressWarnings("NullAway") // the API's null means "not mine, ask the next"
    public Object getValue(ELContext context, Object base, Object property) {
      String name = String.valueOf(property);
      if (base != null || !data.containsKey(name)) {
        return null;
      }
      context.setPropertyResolved(true);
      return data.get(name);
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
