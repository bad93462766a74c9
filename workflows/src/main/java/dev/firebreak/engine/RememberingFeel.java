package dev.firebreak.engine;

import camundajar.impl.scala.util.Either;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunctionTransformer;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.FeelEngineClock;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.valuemapper.ValueMapper.CompositeValueMapper;

/**
 * FEEL that parses each cell once. The engine's own would parse every cell of a table at every
 * question, which costs hundreds of milliseconds on a cold machine, at the moment when they count.
 * Cells come from deployed tables only, so the memory is bounded by them. External functions stay
 * off.
 */
final class RememberingFeel extends ScalaFeelEngine {
  RememberingFeel() {
    super(List.of());
  }

  @Override
  protected FeelEngine buildFeelEngine(
      CustomFunctionTransformer transformer, CompositeValueMapper valueMapper) {
    return new Parsed(transformer, valueMapper);
  }

  private static final class Parsed extends FeelEngine {
    private final Map<String, Either<Failure, ParsedExpression>> expressions =
        new ConcurrentHashMap<>();
    private final Map<String, Either<Failure, ParsedExpression>> tests = new ConcurrentHashMap<>();

    Parsed(CustomFunctionTransformer transformer, CompositeValueMapper valueMapper) {
      super(
          transformer, valueMapper, new Configuration(false), FeelEngineClock.SystemClock$.MODULE$);
    }

    @Override
    public Either<Failure, ParsedExpression> parseExpression(String text) {
      return expressions.computeIfAbsent(text, super::parseExpression);
    }

    @Override
    public Either<Failure, ParsedExpression> parseUnaryTests(String text) {
      return tests.computeIfAbsent(text, super::parseUnaryTests);
    }
  }
}
