package dev.firebreak.alert.datadog;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A monitor's notification, a security signal or an incident.
 *
 * @param title as Datadog wrote it
 * @param variables what the payload holds
 * @param facts what its tags and attributes say
 */
record Notification(String title, Variables variables, Facts facts) {
  static Notification of(Variables variables) throws UnusableAlert {
    Optional<String> id =
        variables.first(
            "security_signal_id",
            "incident_uuid",
            "incident_public_id",
            "incident_pub_id",
            "alert_id",
            "monitor_id");
    Optional<String> title =
        variables.first(
            "security_signal_title",
            "security_rule_name",
            "incident_title",
            "event_title",
            "title",
            "alert_title");
    if (id.isEmpty() && title.isEmpty()) {
      throw new UnusableAlert(
          "",
          "names no monitor, signal or incident, or Datadog filled in none of its variables; use"
              + " the payload given on the page of the source datadog, in a webhook that a monitor"
              + " or notification rule names");
    }
    String shown =
        JsonBody.bounded(title.orElseGet(() -> "Datadog monitor " + id.orElse("")), 1_000);
    return new Notification(shown, variables, Facts.of(variables, shown));
  }

  Alert toAlert() {
    Transition transition =
        Transition.of(
            variables.first("alert_transition", "transition"),
            title,
            variables.first("alert_type"));
    Alert.Builder alert =
        Alert.builder(JsonBody.bounded(uid(), 512), rule())
            .title(title)
            .description(description())
            .severity(transition.limit(severity()))
            .disposition(isIncidentOver() ? Disposition.RESOLVED : transition.disposition())
            .occurredAt(occurredAt());
    new DatadogTargets(facts, variables.first("hostname", "host")).addTo(alert);
    new Evidence(variables, facts).addTo(alert);
    if (transition == Transition.NO_DATA) {
      alert.attribute("no_data", "true");
    }
    return alert.build();
  }

  private String rule() {
    String name =
        variables
            .first("security_rule_name")
            .or(() -> variables.first("incident_uuid").map(i -> "Datadog incident"))
            .orElseGet(() -> Transition.nameIn(title));
    return JsonBody.bounded(name, 512);
  }

  /**
   * The signal; the monitor's cycle, which lasts from triggering to recovery; the monitor and its
   * group. A payload with none of them has an event's id at best, which is another one on recovery:
   * there the monitor's name and scope identify it.
   */
  private String uid() {
    Optional<String> monitor = variables.first("alert_id", "monitor_id");
    String before = monitor.map(m -> m + "/").orElse("");
    return variables
        .first("security_signal_id")
        .or(() -> variables.first("incident_uuid", "incident_public_id").map(i -> "incident/" + i))
        .or(() -> variables.first("alert_cycle_key", "cycle_key").map(c -> before + c))
        .or(
            () ->
                variables.first("aggreg_key", "aggregation_key", "aggregate").map(a -> before + a))
        .or(() -> monitor.map(m -> before + variables.first("alert_scope", "scope").orElse("*")))
        .orElseGet(this::fingerprint);
  }

  private String fingerprint() {
    boolean known = !Transition.nameIn(title).equals(title.strip());
    String scope = String.join(",", facts.allOfFirst(List.of("host", "pod_name", "service")));
    return known
        ? Fingerprint.of(
            List.of(variables.first("org_id").orElse(""), Transition.nameIn(title), scope))
        : variables.first("event_id", "id").orElseGet(() -> Fingerprint.of(List.of(title)));
  }

  private Optional<String> description() {
    return variables
        .first("security_signal_msg", "incident_msg", "text_only_msg", "text_msg")
        .or(() -> variables.first("body", "event_msg", "event_message", "message"))
        .map(t -> JsonBody.bounded(t, 10_000));
  }

  private Severity severity() {
    return Stream.of(
            variables.first("security_signal_severity", "signal_severity"),
            variables.first("severity"),
            facts.exactly("severity"),
            variables.first("incident_severity"),
            variables.first("alert_priority", "monitor_priority"),
            variables.first("priority").filter(p -> p.matches("(?i)p[1-5]")))
        .flatMap(Optional::stream)
        .map(Urgency::of)
        .filter(s -> s != Severity.UNKNOWN)
        .findFirst()
        .orElseGet(() -> Urgency.ofType(variables.first("alert_type")));
  }

  private boolean isIncidentOver() {
    return variables.first("incident_uuid", "incident_public_id").isPresent()
        && variables
            .first("incident_status", "incident_fields_state")
            .filter(s -> s.equalsIgnoreCase("resolved") || s.equalsIgnoreCase("completed"))
            .isPresent();
  }

  /** Milliseconds or seconds since 1970, or ISO 8601. */
  private Optional<Instant> occurredAt() {
    return Stream.of("date", "date_posix", "last_updated")
        .flatMap(n -> variables.first(n).stream())
        .flatMap(t -> time(t).stream())
        .findFirst();
  }

  private static Optional<Instant> time(String text) {
    if (!text.matches("\\d{9,14}")) {
      return JsonBody.instant(text);
    }
    long number = Long.parseLong(text);
    return JsonBody.sane(
        text.length() > 11 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
  }
}
