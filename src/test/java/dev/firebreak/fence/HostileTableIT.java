package dev.firebreak.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a policy that can be trusted nothing may run, so the application does not start. */
class HostileTableIT {
  private static FencedApp app = FencedApp.in("tables");

  @AfterAll
  static void stop() {
    app.close();
  }

  /** Two of them: a refused start takes its time, and CorpusTest shows the gate all tables. */
  @ParameterizedTest
  @CsvSource({"87,triage", "89,policy"})
  void aHostileTableStopsTheStartWithASentence(String number, String table) {
    HostileFile file = HostileFile.numbered(number);
    app.table("triage", Texts.triage(Map.of(), "none")).table("policy", Texts.policy("any"));
    app.table(table, file.bytes(app.traces()));

    String refusal = app.refusal();

    assertThat(refusal)
        .as(file.place())
        .contains("exit code 1", table + ".dmn is not accepted", table + " is refused: line ");
    assertThat(app.log().lines())
        .anyMatch(l -> l.startsWith("Firebreak cannot start. The table ") && l.contains(table));
  }
}
