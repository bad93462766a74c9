package dev.firebreak.alert.datadog;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a notification playbooks may read and people want to see. */
final class Evidence {
  private static final int MOST_TAGS = 36;
  private static final int MOST_OBSERVABLES = 120;

  private static final Map<String, String[]> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("monitor_id", new String[] {"alert_id", "monitor_id"});
    ATTRIBUTES.put("transition", new String[] {"alert_transition", "transition"});
    ATTRIBUTES.put("priority", new String[] {"alert_priority", "monitor_priority", "priority"});
    ATTRIBUTES.put("event_type", new String[] {"event_type"});
    ATTRIBUTES.put("datadog_url", new String[] {"link", "url", "incident_url"});
    ATTRIBUTES.put("metric", new String[] {"alert_metric", "metric"});
    ATTRIBUTES.put("query", new String[] {"alert_query", "query"});
    ATTRIBUTES.put("scope", new String[] {"alert_scope", "scope"});
    ATTRIBUTES.put("status", new String[] {"alert_status"});
    ATTRIBUTES.put("org", new String[] {"org_name", "org_id"});
    ATTRIBUTES.put("security_rule_id", new String[] {"security_rule_id"});
    ATTRIBUTES.put("security_rule_type", new String[] {"security_rule_type"});
    ATTRIBUTES.put("signal_id", new String[] {"security_signal_id"});
    ATTRIBUTES.put("incident_id", new String[] {"incident_public_id", "incident_pub_id"});
    ATTRIBUTES.put("exposure_usd", new String[] {"exposure_usd"});
  }

  private final Variables variables;
  private final Facts facts;

  Evidence(Variables variables, Facts facts) {
    this.variables = variables;
    this.facts = facts;
  }

  void addTo(Alert.Builder alert) {
    attacks(alert);
    observables(alert);
    attributes(alert);
  }

  /** Tags like {@code tactic:TA0006-credential-access} and {@code technique:T1110-brute-force}. */
  private void attacks(Alert.Builder alert) {
    for (String name : List.of("tactic", "technique", "sub_technique", "mitre")) {
      for (String value : facts.endingIn(name)) {
        alert.attack(value.replaceFirst("(?i)^(TA\\d{4}|T\\d{4}(\\.\\d{3})?)-.*", "$1"));
      }
    }
  }

  private void observables(Alert.Builder alert) {
    facts.all().entrySet().stream()
        .filter(e -> !e.getKey().startsWith("payload."))
        .flatMap(e -> e.getValue().stream().limit(5).map(v -> Map.entry(e.getKey(), v)))
        .limit(MOST_OBSERVABLES)
        .forEach(e -> alert.observable(e.getKey(), e.getValue()));
  }

  private void attributes(Alert.Builder alert) {
    facts.all().entrySet().stream()
        .filter(e -> !e.getKey().startsWith("payload."))
        .limit(MOST_TAGS)
        .forEach(
            e ->
                alert.attribute(
                    e.getKey(), JsonBody.bounded(String.join(", ", e.getValue()), 2_000)));
    ATTRIBUTES.forEach(
        (name, names) ->
            variables
                .first(names)
                .ifPresent(v -> alert.attribute(name, JsonBody.bounded(v, 2_000))));
  }
}
