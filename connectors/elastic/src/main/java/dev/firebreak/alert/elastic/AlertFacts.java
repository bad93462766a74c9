package dev.firebreak.alert.elastic;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What of a document playbooks may read and people want to see. */
final class AlertFacts {
  private static final int MOST_OBSERVABLES = 150;
  private static final int MOST_LABELS = 24;
  private static final String LABELS = "labels.";

  /** What Kibana says of its own rule, and bookkeeping: no evidence. */
  private static final Pattern NO_EVIDENCE =
      Pattern.compile("(kibana|signal|ecs|data_stream|elastic_agent)\\..*|_.*");

  private static final Pattern ATTACK =
      Pattern.compile(
          "((kibana\\.alert|signal)\\.rule\\.)?(parameters\\.)?threat\\."
              + "(tactic|technique|technique\\.subtechnique)\\.(id|name)");

  private static final Map<String, List<String>> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("rule_id", List.of("kibana.alert.rule.rule_id", "signal.rule.rule_id"));
    ATTRIBUTES.put("rule_uuid", List.of("kibana.alert.rule.uuid", "signal.rule.id"));
    ATTRIBUTES.put("rule_type", List.of("kibana.alert.rule.type", "signal.rule.type"));
    ATTRIBUTES.put("risk_score", List.of("kibana.alert.risk_score", "signal.rule.risk_score"));
    ATTRIBUTES.put("workflow_status", List.of("kibana.alert.workflow_status", "signal.status"));
    ATTRIBUTES.put("kibana_space", List.of("kibana.space_ids"));
    ATTRIBUTES.put("kibana_url", List.of("kibana.alert.url"));
    ATTRIBUTES.put("event_module", List.of("event.module"));
    ATTRIBUTES.put("event_dataset", List.of("event.dataset", "data_stream.dataset"));
    ATTRIBUTES.put("event_action", List.of("event.action"));
    ATTRIBUTES.put("event_outcome", List.of("event.outcome"));
    ATTRIBUTES.put("cloud_provider", List.of("cloud.provider"));
    ATTRIBUTES.put("cloud_account", List.of("cloud.account.id"));
    ATTRIBUTES.put("cloud_region", List.of("cloud.region"));
    ATTRIBUTES.put("host", List.of("host.name", "host.hostname"));
    ATTRIBUTES.put("agent_id", List.of("agent.id"));
    ATTRIBUTES.put("agent_type", List.of("agent.type"));
    ATTRIBUTES.put("process", List.of("process.name", "process.executable"));
    ATTRIBUTES.put("cluster", List.of("orchestrator.cluster.name", "kubernetes.cluster.name"));
    ATTRIBUTES.put("namespace", List.of("orchestrator.namespace", "kubernetes.namespace"));
    ATTRIBUTES.put("exposure_usd", List.of("exposure_usd", LABELS + "exposure_usd"));
  }

  private final Document document;

  AlertFacts(Document document) {
    this.document = document;
  }

  void addTo(Alert.Builder alert) {
    attacks(alert);
    observables(alert);
    labels(alert);
    ATTRIBUTES.forEach(
        (name, fields) ->
            document
                .first(fields.toArray(String[]::new))
                .ifPresent(v -> alert.attribute(name, JsonBody.bounded(v, 2_000))));
  }

  private void attacks(Alert.Builder alert) {
    document.fields().entrySet().stream()
        .filter(e -> ATTACK.matcher(e.getKey()).matches())
        .flatMap(e -> e.getValue().stream())
        .forEach(alert::attack);
  }

  private void observables(Alert.Builder alert) {
    document.fields().entrySet().stream()
        .filter(e -> !NO_EVIDENCE.matcher(e.getKey()).matches())
        .flatMap(e -> e.getValue().stream().limit(5).map(v -> Map.entry(e.getKey(), v)))
        .limit(MOST_OBSERVABLES)
        .forEach(e -> alert.observable(e.getKey(), e.getValue()));
  }

  private void labels(Alert.Builder alert) {
    document.fields().entrySet().stream()
        .filter(e -> e.getKey().startsWith(LABELS) && e.getKey().length() > LABELS.length())
        .limit(MOST_LABELS)
        .forEach(
            e ->
                alert.attribute(
                    e.getKey().substring(LABELS.length()),
                    JsonBody.bounded(String.join(", ", e.getValue()), 2_000)));
  }
}
