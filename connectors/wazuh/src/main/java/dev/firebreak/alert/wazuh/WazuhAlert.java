package dev.firebreak.alert.wazuh;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line of Wazuh's {@code alerts.json}
 * (https://documentation.wazuh.com/current/user-manual/manager/manual-integration.html).
 *
 * @param id given by the manager, unique on it
 * @param ruleId the rule's number, as text
 * @param description the rule's sentence with its fields filled in
 * @param fields all values
 */
record WazuhAlert(String id, String ruleId, String description, Fields fields) {
  private static final String TEST_GROUP = "firebreak_test";
  private static final int MOST_OBSERVABLES = 120;
  private static final int MOST_LABELS = 24;

  private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("rule_level", "rule.level");
    ATTRIBUTES.put("fired_times", "rule.firedtimes");
    ATTRIBUTES.put("agent_id", "agent.id");
    ATTRIBUTES.put("agent_name", "agent.name");
    ATTRIBUTES.put("agent_ip", "agent.ip");
    ATTRIBUTES.put("manager", "manager.name");
    ATTRIBUTES.put("cluster_node", "cluster.node");
    ATTRIBUTES.put("decoder", "decoder.name");
    ATTRIBUTES.put("location", "location");
    ATTRIBUTES.put("integration", "data.integration");
    ATTRIBUTES.put("windows_event", "data.win.system.eventID");
    ATTRIBUTES.put("file", "syscheck.path");
    ATTRIBUTES.put("file_event", "syscheck.event");
    ATTRIBUTES.put("cve", "data.vulnerability.cve");
    ATTRIBUTES.put("aws_account", "data.aws.aws_account_id");
  }

  static WazuhAlert read(JsonBody sent) throws UnusableAlert {
    JsonBody body = unwrapped(sent);
    if (body.at("/rule").isEmpty()) {
      throw new UnusableAlert(
          body.pointer() + "/rule",
          "is missing: an event of archives.json that no rule matched is no alert; let the"
              + " integrator run custom-firebreak, which sends alerts only");
    }
    Fields fields = Fields.of(body.node());
    String ruleId = required(fields, "rule.id", body.pointer() + "/rule/id");
    String id = required(fields, "id", body.pointer() + "/id");
    return new WazuhAlert(
        id, ruleId, fields.first("rule.description").orElse("Rule " + ruleId), fields);
  }

  /** An alert as the indexer or a monitor of it has it. */
  private static JsonBody unwrapped(JsonBody sent) throws UnusableAlert {
    for (String wrapper : List.of("/_source", "/all_fields")) {
      Optional<JsonBody> inner = sent.at(wrapper).filter(b -> b.node().isObject());
      if (inner.isPresent() && sent.at("/rule").isEmpty()) {
        return inner.get();
      }
    }
    return sent;
  }

  private static String required(Fields fields, String name, String pointer) throws UnusableAlert {
    return fields
        .first(name)
        .filter(v -> v.length() <= 400)
        .orElseThrow(
            () -> new UnusableAlert(pointer, "is missing, empty or over 400 characters long"));
  }

  /**
   * @param hostById whether an agent is named by its id
   */
  Alert toAlert(boolean hostById) {
    Alert.Builder alert =
        Alert.builder(uid(), ruleId)
            .title(description)
            .description(fields.first("full_log"))
            .severity(RuleLevel.severity(fields.first("rule.level")))
            .disposition(disposition())
            .occurredAt(fields.first("timestamp", "@timestamp").flatMap(JsonBody::instant));
    new WazuhTargets(fields, hostById).addTo(alert);
    Stream.of("id", "tactic", "tactics", "technique", "techniques")
        .flatMap(n -> fields.values("rule.mitre." + n).stream())
        .forEach(alert::attack);
    observables(alert);
    attributes(alert);
    return alert.build();
  }

  /** Ids are a second and a place in a file, so two managers may give the same one. */
  private String uid() {
    return JsonBody.bounded(
        fields.first("cluster.node", "manager.name").map(m -> m + "/").orElse("") + id, 512);
  }

  /** A vulnerability that is gone and a check that passes are over. */
  private Disposition disposition() {
    if (fields.says("rule.groups", TEST_GROUP)) {
      return Disposition.TEST;
    }
    boolean over =
        fields.says("data.vulnerability.status", "Solved")
            || fields.says("data.sca.check.result", "passed");
    return over ? Disposition.RESOLVED : Disposition.FIRING;
  }

  private void observables(Alert.Builder alert) {
    fields.all().entrySet().stream()
        .filter(e -> e.getKey().matches("(data|syscheck|predecoder|previous_output)\\b.*"))
        .flatMap(e -> e.getValue().stream().limit(5).map(v -> Map.entry(e.getKey(), v)))
        .limit(MOST_OBSERVABLES)
        .forEach(e -> alert.observable(e.getKey(), e.getValue()));
  }

  private void attributes(Alert.Builder alert) {
    String labels = "agent.labels.";
    fields.all().entrySet().stream()
        .filter(e -> e.getKey().startsWith(labels) && e.getKey().length() > labels.length())
        .limit(MOST_LABELS)
        .forEach(
            e ->
                alert.attribute(
                    e.getKey().substring(labels.length()),
                    JsonBody.bounded(String.join(", ", e.getValue()), 2_000)));
    ATTRIBUTES.forEach(
        (name, field) ->
            fields.first(field).ifPresent(v -> alert.attribute(name, JsonBody.bounded(v, 2_000))));
    fields.dataEndingIn("exposure_usd").stream()
        .limit(1)
        .forEach(v -> alert.attribute("exposure_usd", JsonBody.bounded(v, 2_000)));
    if (!fields.values("rule.groups").isEmpty()) {
      alert.attribute(
          "groups", JsonBody.bounded(String.join(", ", fields.values("rule.groups")), 2_000));
    }
  }
}
