package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.engine.DecisionTable.Hit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Decisions decisions = new Decisions();

  static String dmn(String hitPolicy, String rules) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
            id="triage" name="triage" namespace="https://firebreak.dev/triage">
          <decision id="decide" name="Decide">
            <decisionTable id="table" hitPolicy="%s">
              <input id="in1"><inputExpression id="e1" typeRef="string"><text>severity</text></inputExpression></input>
              <input id="in2"><inputExpression id="e2"><text>targets</text></inputExpression></input>
              <output id="out1" name="playbook" typeRef="string"/>
              <output id="out2" name="people" typeRef="integer"/>
              %s
            </decisionTable>
          </decision>
        </definitions>
        """
        .formatted(hitPolicy, rules);
  }

  static String rule(String id, String severity, String targets, String playbook, String people) {
    return """
        <rule id="%s"><description>because %s</description>
          <inputEntry id="%1$s-a"><text>%s</text></inputEntry>
          <inputEntry id="%1$s-b"><text>%s</text></inputEntry>
          <outputEntry id="%1$s-c"><text>%s</text></outputEntry>
          <outputEntry id="%1$s-d"><text>%s</text></outputEntry>
        </rule>
        """
        .formatted(id, id, severity, targets, playbook, people);
  }

  private static final String RULES =
      rule("critical", "\"critical\"", "", "\"freeze\"", "2")
          + rule("hot", "", "list contains(?, \"hot-wallet\")", "\"drain\"", "count(targets)")
          + rule("rest", "-", "-", "\"look\"", "");

  private static DecisionTable table(String hitPolicy) throws PlaybookRefused {
    return decisions.read("triage.dmn", dmn(hitPolicy, RULES).getBytes(StandardCharsets.UTF_8));
  }

  private static final Map<String, Object> INPUTS =
      Map.of("severity", "critical", "targets", List.of("hot-wallet", "web-1"));

  @Test
  void ruleOrderKeepsEveryRuleThatHitWithItsReason() throws PlaybookRefused {
    List<Hit> hits = table("RULE ORDER").decide(INPUTS);

    assertThat(hits).extracting(Hit::ruleId).containsExactly("critical", "hot", "rest");
    assertThat(hits.get(0).annotation()).isEqualTo("because critical");
    assertThat(hits.get(0).outputs()).isEqualTo(Map.of("playbook", "freeze", "people", 2));
    assertThat(hits.get(1).outputs()).isEqualTo(Map.of("playbook", "drain", "people", 2));
    assertThat(hits.get(2).outputs()).isEqualTo(Map.of("playbook", "look"));
  }

  @Test
  void firstKeepsTheFirstRuleOnly() throws PlaybookRefused {
    assertThat(table("FIRST").decide(INPUTS)).extracting(Hit::ruleId).containsExactly("critical");
  }

  @Test
  void collectKeepsEveryRuleThatHit() throws PlaybookRefused {
    assertThat(table("COLLECT").decide(INPUTS))
        .extracting(Hit::ruleId)
        .containsExactlyInAnyOrder("critical", "hot", "rest");
  }

  @Test
  void uniqueRefusesToChoose() throws PlaybookRefused {
    DecisionTable table = table("UNIQUE");

    assertThatThrownBy(() -> table.decide(INPUTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("triage.dmn cannot decide");
  }

  @Test
  void anInputThatIsMissingHitsOnlyRulesThatDoNotAskForIt() throws PlaybookRefused {
    assertThat(table("FIRST").decide(Map.of("severity", "low")))
        .extracting(Hit::ruleId)
        .containsExactly("rest");
  }

  @Test
  void equalInputsAreAnsweredFromMemory() throws PlaybookRefused {
    DecisionTable table = table("FIRST");

    assertThat(table.decide(INPUTS)).isSameAs(table.decide(Map.copyOf(INPUTS)));
  }

  @Test
  void aCellThatFeelCannotReadIsRefusedWithItsLine() {
    String broken = dmn("FIRST", rule("r1", "== ((", "-", "\"x\"", "1"));

    assertThatThrownBy(() -> decisions.read("triage.dmn", broken.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            PlaybookRefused.class,
            refused -> {
              assertThat(refused.findings()).hasSize(1);
              assertThat(refused.findings().get(0).line()).isPositive();
              assertThat(refused.findings().get(0).element()).isEqualTo("r1-a");
            });
  }

  @Test
  void loopsFunctionsAndPatternsAreRefused() {
    for (String costly :
        List.of(
            "for i in 1..1000000000 return i",
            "function(x) x + 1",
            "some x in targets satisfies x = 1",
            "matches(severity, \"(a+)+$\")")) {
      String table = dmn("FIRST", rule("r1", "-", "-", "\"x\"", costly));

      assertThatThrownBy(() -> decisions.read("t", table.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(PlaybookRefused.class)
          .hasMessageContaining("could run for ever");
    }
  }
}
