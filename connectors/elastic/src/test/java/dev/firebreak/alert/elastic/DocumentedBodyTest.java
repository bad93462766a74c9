package dev.firebreak.alert.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Secret;
import dev.firebreak.testkit.ConnectorDocs;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Fills in the bodies that the README tells people to paste, as Kibana would. */
class DocumentedBodyTest {
  private static final List<String> BODIES =
      Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
          .matcher(SampleFiles.text(ConnectorDocs.readme()))
          .results()
          .map(r -> r.group(1))
          .toList();

  private static Alert sent(String body, Map<String, String> variables) throws UnusableAlert {
    String rendered =
        Pattern.compile("\\{\\{\\{?([a-zA-Z_.]+)}}}?")
            .matcher(body)
            .replaceAll((MatchResult r) -> variables.getOrDefault(r.group(1), ""));
    Parsed parsed =
        new ElasticKind()
            .open(new ElasticSettings(Secret.of("0123456789abcdef"), Optional.empty()))
            .parse(
                new RawMessage(
                    Map.of(), Optional.empty(), rendered.getBytes(StandardCharsets.UTF_8)));
    return ((Parsed.Alerts) parsed).alerts().get(0);
  }

  @Test
  void theBodyForDetectionRulesCarriesTheAlert() throws UnusableAlert {
    Alert alert =
        sent(
            BODIES.get(0),
            Map.of(
                "rule.name", "R",
                "context.rule.severity", "medium",
                "context.alerts.asJSON", "[{\"kibana.alert.uuid\":\"u-1\"}]"));

    assertThat(alert.uid()).isEqualTo("u-1");
    assertThat(alert.rule()).isEqualTo("R");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void theBodyForOtherRulesCarriesTheRecovery() throws UnusableAlert {
    Alert alert =
        sent(
            BODIES.get(1),
            Map.of("rule.name", "R", "alert.uuid", "u-2", "alert.actionGroup", "recovered"));

    assertThat(alert.uid()).isEqualTo("u-2");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.RESOLVED);
  }
}
