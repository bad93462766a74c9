package dev.firebreak.alert.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What guards the code, and who takes it away
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#branch_protection_rule, {@code
 * #branch_protection_configuration}, {@code #repository_ruleset}, {@code #security_and_analysis},
 * {@code #meta}). More protection is no alert.
 */
final class Protection {
  private Protection() {}

  static Optional<Alert> branchRule(Event event) throws UnusableAlert {
    if (event.action().equals("created")) {
      return Optional.empty();
    }
    String branch = event.text("/rule/name").orElse("?");
    boolean deleted = event.action().equals("deleted");
    return weaker(
        event,
        branch,
        "protection of branch " + branch + " " + event.action(),
        deleted ? Severity.MEDIUM : Severity.LOW);
  }

  static Optional<Alert> branchConfiguration(Event event) throws UnusableAlert {
    boolean enabled = event.action().equals("enabled");
    Alert.Builder alert =
        event
            .finding(
                "branch_protection_configuration:" + event.where(),
                "branch_protection_configuration",
                "all branch protection " + event.action(),
                Severity.MEDIUM)
            .disposition(enabled ? Disposition.RESOLVED : Disposition.FIRING)
            .attack("TA0005")
            .attack("T1562.001");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }

  static Optional<Alert> ruleset(Event event) throws UnusableAlert {
    if (event.action().equals("created")) {
      return Optional.empty();
    }
    String name = event.text("/repository_ruleset/name").orElse("?");
    boolean off =
        event.action().equals("deleted")
            || event.text("/repository_ruleset/enforcement").filter("disabled"::equals).isPresent();
    return weaker(
        event,
        event.shown("/repository_ruleset/id").orElse(name),
        "ruleset " + name + " " + event.action(),
        off ? Severity.MEDIUM : Severity.LOW);
  }

  /** Scanners and push protection, by what was on before and is not any more. */
  static Optional<Alert> scanning(Event event) throws UnusableAlert {
    List<String> off = new ArrayList<>();
    JsonNode now = event.body().node().path("repository").path("security_and_analysis");
    for (Map.Entry<String, JsonBody> was :
        event.body().members("/changes/from/security_and_analysis").entrySet()) {
      boolean enabled = was.getValue().node().path("status").asText("").equals("enabled");
      boolean still = now.path(was.getKey()).path("status").asText("").equals("enabled");
      if (enabled && !still) {
        off.add(JsonBody.bounded(was.getKey(), 100).replace('_', ' '));
      }
    }
    return off.isEmpty()
        ? Optional.empty()
        : weaker(event, String.join(",", off), String.join(", ", off) + " off", Severity.MEDIUM);
  }

  /** A webhook, maybe the one this came by, does not report any more. */
  static Optional<Alert> webhook(Event event) throws UnusableAlert {
    return weaker(
        event, event.shown("/hook_id").orElse("?"), "webhook " + event.action(), Severity.MEDIUM);
  }

  /** Somebody asks to get past push protection or a ruleset. */
  static Optional<Alert> bypass(Event event) throws UnusableAlert {
    String place =
        event.body().at("/bypass_request").isPresent() ? "/bypass_request" : "/exemption_request";
    boolean refused = event.action().equals("cancelled") || event.action().equals("denied");
    Alert.Builder alert =
        event
            .finding(
                event.name() + ":" + event.where() + ":" + event.shown(place + "/id").orElse("?"),
                event.name(),
                event.name().replace('_', ' ') + " " + event.action(),
                Severity.LOW)
            .disposition(refused ? Disposition.RESOLVED : Disposition.FIRING)
            .attack("TA0005")
            .attack("T1562.001");
    event.person(alert, place + "/requester").person(alert, "/sender");
    return Optional.of(alert.build());
  }

  private static Optional<Alert> weaker(Event event, String subject, String what, Severity severity)
      throws UnusableAlert {
    Alert.Builder alert = event.alert(subject, what, severity).attack("TA0005").attack("T1562.001");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }
}
