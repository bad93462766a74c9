package dev.firebreak.action;

import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.engine.DecisionTable;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the policy table whether an action may run, must be asked for, or may never be done. What it
 * does not cover is never done.
 */
public final class Policy {
  private static final Target ANY = new Target(TargetType.WALLET, "any");

  private final DecisionTable table;

  public Policy(DecisionTable table) {
    this.table = table;
  }

  /** What happens when nobody has answered in time. */
  public enum OnTimeout {
    /** Do it without the answer. */
    CONTAIN,
    /** Do not do it. */
    HOLD,
    /** Call more people, see {@link Escalation}; then do not do it. */
    ESCALATE
  }

  /**
   * The table's answer.
   *
   * @param needed how many people have to approve; 0 where none is asked
   * @param quorum who they are; empty where none is asked
   */
  public record Ruling(
      Verdict verdict,
      int needed,
      Duration timeout,
      OnTimeout onTimeout,
      String group,
      String rule,
      String reason,
      Optional<Quorum> quorum,
      Escalation escalation) {
    /** More people than the table says. */
    Ruling atLeast(int people, String why) {
      Quorum more = quorum.orElseThrow().atLeast(people);
      return people <= needed
          ? this
          : new Ruling(
              verdict,
              people,
              timeout,
              onTimeout,
              group,
              rule,
              reason + " " + why,
              Optional.of(more),
              escalation);
    }

    /** Run, ask, or never. */
    public enum Verdict {
      RUN,
      ASK,
      NEVER
    }
  }

  /**
   * @param playbook that asks, or {@code manual}
   * @param blastRadius how many targets the same action is asked for at once
   */
  Ruling rule(
      String topic,
      Action<?, ?> action,
      Target target,
      Severity severity,
      String playbook,
      long blastRadius) {
    Map<String, Object> in = new HashMap<>();
    in.put("action", topic);
    in.put("connector", topic.substring(0, topic.indexOf('.')));
    in.put("effect", action.effect().name());
    in.put("reversibility", action.reversibility().name());
    in.put("targetType", target.type().key());
    in.put("severity", severity.key());
    in.put("severityRank", (long) severity.ocsfId());
    in.put("blastRadius", blastRadius);
    in.put("playbook", playbook);
    List<DecisionTable.Hit> hits = table.decide(in);
    return hits.isEmpty()
        ? never("", "no rule of policy.dmn covers " + topic)
        : ruling(hits.get(0), action.effect());
  }

  /** Asks once, for nothing, so that the table's language is loaded when seconds count. */
  public void warmUp(Connectors connectors) {
    for (ConnectorInstance c : connectors.all()) {
      for (Action<?, ?> a : c.actions()) {
        rule(c.name() + "." + a.name(), a, ANY, Severity.CRITICAL, "any", 1);
        return;
      }
    }
  }

  private static Ruling ruling(DecisionTable.Hit hit, Effect effect) {
    try {
      Ruling.Verdict verdict =
          Ruling.Verdict.valueOf(text(hit, "verdict", "never").toUpperCase(Locale.ROOT));
      return verdict == Ruling.Verdict.ASK ? asking(hit, effect) : without(verdict, hit);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
      return never(
          hit.ruleId(),
          "rule " + hit.ruleId() + " of policy.dmn cannot be read: " + e.getMessage());
    }
  }

  private static Ruling without(Ruling.Verdict verdict, DecisionTable.Hit hit) {
    return new Ruling(
        verdict,
        0,
        Duration.parse(text(hit, "timeout", "PT15M")),
        OnTimeout.HOLD,
        text(hit, "group", ""),
        hit.ruleId(),
        hit.annotation(),
        Optional.empty(),
        Escalation.NONE);
  }

  private static Ruling asking(DecisionTable.Hit hit, Effect effect) {
    int needed = new java.math.BigDecimal(text(hit, "approvals", "0")).intValueExact();
    if (needed < 1) {
      throw new IllegalArgumentException("it asks for " + needed + " approvals; write 1 or more");
    }
    String silence = text(hit, "onTimeout", "hold").strip().toLowerCase(Locale.ROOT);
    boolean escalates = silence.startsWith("escalate");
    OnTimeout onTimeout =
        escalates ? OnTimeout.ESCALATE : OnTimeout.valueOf(silence.toUpperCase(Locale.ROOT));
    if (onTimeout == OnTimeout.CONTAIN && effect == Effect.RELEASE) {
      throw new IllegalArgumentException(
          "silence releases nothing; write hold or escalate instead of contain");
    }
    String group = text(hit, "group", "");
    return new Ruling(
        Ruling.Verdict.ASK,
        needed,
        Duration.parse(text(hit, "timeout", "PT15M")),
        onTimeout,
        group,
        hit.ruleId(),
        hit.annotation(),
        Optional.of(Quorum.of(group, needed)),
        escalates ? Escalation.of(text(hit, "onTimeout", "").strip()) : Escalation.NONE);
  }

  /** One person looks first, and silence means no. */
  static Ruling ask(String rule, String reason) {
    return new Ruling(
        Ruling.Verdict.ASK,
        1,
        Duration.ofMinutes(15),
        OnTimeout.HOLD,
        "",
        rule,
        reason,
        Optional.of(Quorum.of("", 1)),
        Escalation.NONE);
  }

  static Ruling never(String rule, String reason) {
    return new Ruling(
        Ruling.Verdict.NEVER,
        0,
        Duration.ZERO,
        OnTimeout.HOLD,
        "",
        rule,
        reason,
        Optional.empty(),
        Escalation.NONE);
  }

  private static String text(DecisionTable.Hit hit, String name, String fallback) {
    return Optional.ofNullable(hit.outputs().get(name))
        .map(String::valueOf)
        .filter(s -> !s.isBlank())
        .orElse(fallback);
  }
}
