package dev.firebreak.engine;

import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.VariableScope;

/** How often a multi-instance runs, with a limit: the number may come from an alert. */
final class CappedCardinality implements Expression {
  static final int MAX = 1000;
  private final Expression expression;

  CappedCardinality(Expression expression) {
    this.expression = expression;
  }

  @Override
  public Object getValue(VariableScope scope) {
    return capped(expression.getValue(scope));
  }

  private Object capped(Object value) {
    long times = number(value);
    if (times < 0 || times > MAX) {
      throw new IllegalStateException(
          getExpressionText() + " is " + times + ": a step is repeated 0 to " + MAX + " times");
    }
    return (int) times;
  }

  private long number(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return Long.parseLong(String.valueOf(value).strip());
    } catch (NumberFormatException notANumber) {
      throw new IllegalStateException(getExpressionText() + " is not a number", notANumber);
    }
  }

  @Override
  public void setValue(Object value, VariableScope scope) {
    throw new UnsupportedOperationException("expressions only read data");
  }

  @Override
  public String getExpressionText() {
    return expression.getExpressionText();
  }

  @Override
  public boolean isLiteralText() {
    return expression.isLiteralText();
  }
}
