package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataExpressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "${incident}",
        "${ incident.asset.owner }",
        "${targets[0].host}",
        "${targets[loopCounter]['wallet']}",
        "${steps[\"suspend-user\"].output}",
        "${count >= 3 && !approved || incident.severity eq 'critical'}",
        "${not empty incident.user and (count + 1) * 2 % 3 - 1 > -4.5}",
        "${approved ? 'yes' : null}",
        "${a ? b : c}",
        "${a?b:c}",
        "${x div 2 mod 3 != 1}",
        "${'a } inside a text'}"
      })
  void readsComparesAndComputes(String condition) {
    assertThat(DataExpression.problemInCondition(condition)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${''.getClass()}",
        "${incident.getClass().forName('x')}",
        "${execution.setVariable('a', 1)}",
        "${f:x()}",
        "${now()}",
        "${a ? f:x(1) : 2}",
        "#{incident}",
        "${incident",
        "${}",
        "${a b}",
        "${a.}",
        "${a[}",
        "${a = 1}",
        "${a; b}",
        "${x -> x}",
        "${1..5}",
        "${\u0065xecution\u00e9}",
        "${'unfinished}",
        "text ${a}",
        "${a}${b}",
        "true",
        ""
      })
  void refusesEverythingElse(String condition) {
    assertThat(DataExpression.problemInCondition(condition)).isPresent();
  }

  @Test
  void aCallIsNamedByWhatIsCalled() {
    assertThat(DataExpression.problemInCondition("${incident.rule.getClass()}"))
        .hasValueSatisfying(p -> assertThat(p).contains("calls getClass(...)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain text", "a ${b} and ${c.d}!", "costs 5$", "# 1", "C:\\temp"})
  void textMayMixLiteralsAndExpressions(String text) {
    assertThat(DataExpression.problemInText(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ${b", "\\${a}", "\\\\${a}", "a #{b}", "${a} ${b()}"})
  void textWithAnythingElseIsRefused(String text) {
    assertThat(DataExpression.problemInText(text)).isPresent();
  }

  @Test
  void nestingAndLengthAreLimited() {
    assertThat(
            DataExpression.problemInCondition("${" + "(".repeat(50) + "1" + ")".repeat(50) + "}"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("deeper"));
    assertThat(DataExpression.problemInText("x".repeat(5000)))
        .hasValueSatisfying(problem -> assertThat(problem).contains("longer"));
  }
}
