package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.Optional;

/**
 * Repositories that come, go, or become public
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository, {@code #public}).
 */
final class Repositories {
  private Repositories() {}

  static Optional<Alert> change(Event event) throws UnusableAlert {
    boolean published = event.name().equals("public") || event.action().equals("publicized");
    if (published || event.action().equals("privatized")) {
      return visibility(event, published);
    }
    String text =
        event.text("/repository/name").orElse("")
            + "\n"
            + event.text("/repository/description").orElse("");
    if (Worms.marked(text) && !event.action().equals("deleted")) {
      return alert(
          event,
          "repository.worm",
          "repository bears the mark of a worm",
          Severity.HIGH,
          "TA0010",
          "T1567.001");
    }
    return switch (event.action()) {
      case "created" ->
          isPublic(event)
              ? alert(
                  event,
                  event.rule(),
                  "public repository created",
                  Severity.LOW,
                  "TA0010",
                  "T1567.001")
              : Optional.empty();
      case "deleted" ->
          alert(event, event.rule(), "repository deleted", Severity.MEDIUM, "TA0040", "T1485");
      case "transferred" ->
          alert(
              event,
              event.rule(),
              "repository given to another owner",
              Severity.MEDIUM,
              "TA0010",
              "T1567.001");
      default -> Optional.empty();
    };
  }

  static boolean isPublic(Event event) throws UnusableAlert {
    return event.text("/repository/visibility").filter("public"::equals).isPresent()
        || event
            .body()
            .at("/repository/private")
            .filter(p -> !p.node().asBoolean(true))
            .isPresent();
  }

  /** GitHub sends two events when a repository becomes public; they are one finding. */
  private static Optional<Alert> visibility(Event event, boolean published) throws UnusableAlert {
    Alert.Builder alert =
        event
            .finding(
                "repository.public:" + event.where(),
                "repository.publicized",
                published ? "repository made public" : "repository made private",
                Severity.HIGH)
            .disposition(published ? Disposition.FIRING : Disposition.RESOLVED)
            .occurredAt(event.time("/repository/updated_at"))
            .attack("TA0010")
            .attack("T1567.001");
    Findings.attributes(event, alert, "/repository/html_url");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }

  private static Optional<Alert> alert(
      Event event, String rule, String what, Severity severity, String tactic, String technique)
      throws UnusableAlert {
    Alert.Builder alert =
        event
            .finding(rule + ":" + event.where(), rule, what, severity)
            .description(event.body().text("/repository/description", 2_000))
            .occurredAt(event.time("/repository/updated_at", "/repository/created_at"))
            .attack(tactic)
            .attack(technique);
    Findings.attributes(event, alert, "/repository/html_url");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }
}
