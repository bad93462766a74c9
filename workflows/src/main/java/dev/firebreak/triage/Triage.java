package dev.firebreak.triage;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.TargetType;
import dev.firebreak.engine.DecisionTable;
import dev.firebreak.intake.Inbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks the triage table. */
public final class Triage {
  private static final Map<TargetType, String> COUNTS =
      Map.of(
          TargetType.WALLET, "wallets",
          TargetType.WORKLOAD, "workloads",
          TargetType.IDENTITY, "identities",
          TargetType.CREDENTIAL, "credentials",
          TargetType.HOST, "hosts",
          TargetType.DOMAIN, "domains",
          TargetType.IP, "ips");

  private final DecisionTable table;

  public Triage(DecisionTable table) {
    this.table = table;
  }

  /** The first rule that hits decides; where none does, people do. */
  public Decision decide(Inbox.Stored stored) {
    DecisionTable inForce = table.now();
    List<DecisionTable.Hit> hits = inForce.decide(inputs(stored));
    if (hits.isEmpty()) {
      return new Decision(Decision.NONE, "normal", List.of(), inForce.sha256());
    }
    Map<String, Object> outputs = hits.get(0).outputs();
    return new Decision(
        text(outputs, "playbook").orElse(Decision.NONE),
        text(outputs, "priority").orElse("normal"),
        hits.stream().map(h -> new Decision.Rule(h.ruleId(), h.annotation())).toList(),
        inForce.sha256());
  }

  /** Asks the table once, for nothing, so that its language is loaded when seconds count. */
  public void warmUp() {
    Alert any =
        Alert.builder("warm-up", "warm-up")
            .severity(Severity.CRITICAL)
            .target(TargetType.WALLET, "any")
            .build();
    table.decide(
        inputs(
            new Inbox.Stored(
                new UUID(0, 0),
                Optional.empty(),
                "warm-up",
                "warm-up",
                Instant.EPOCH,
                false,
                any,
                "NEW",
                Optional.empty(),
                "system")));
  }

  private static Map<String, Object> inputs(Inbox.Stored stored) {
    Alert alert = stored.alert();
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("severity", alert.severity().key());
    inputs.put("severityRank", (long) alert.severity().ocsfId());
    inputs.put("source", stored.source());
    inputs.put("kind", stored.kind());
    inputs.put("rule", alert.rule());
    inputs.put(
        "tactics",
        alert.attacks().stream().map(Attack::tactic).flatMap(Optional::stream).distinct().toList());
    inputs.put(
        "techniques",
        alert.attacks().stream()
            .map(Attack::technique)
            .flatMap(Optional::stream)
            .distinct()
            .toList());
    COUNTS.forEach((type, name) -> inputs.put(name, (long) alert.targets(type).size()));
    return inputs;
  }

  private static Optional<String> text(Map<String, Object> outputs, String name) {
    return Optional.ofNullable(outputs.get(name)).map(String::valueOf).filter(s -> !s.isBlank());
  }
}
