package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes requests for actions, in the transaction that asks: checks the input, asks the policy,
 * writes the row with its idempotency key. After the commit the dispatcher carries them out, or
 * people are asked.
 */
public final class Requests {
  private final Database database;
  private final Connectors connectors;
  private final Policy policy;
  private final Brakes brakes;
  private final ActionTable actions;
  private final Approvals approvals;
  private final Dispatcher dispatcher;
  private final Audit audit;
  private final Clock clock;
  private final String node;

  public Requests(
      Database database,
      Connectors connectors,
      Policy policy,
      Brakes brakes,
      ActionTable actions,
      Approvals approvals,
      Dispatcher dispatcher,
      Audit audit,
      Clock clock,
      String node) {
    this.database = database;
    this.connectors = connectors;
    this.policy = policy;
    this.brakes = brakes;
    this.actions = actions;
    this.approvals = approvals;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.clock = clock;
    this.node = node;
  }

  /**
   * For whom and why.
   *
   * @param playbook the playbook's name, or {@code manual}
   * @param fresh whether the incident was opened just now, so that nothing can have been done for
   *     it
   */
  public record Cause(
      UUID incident,
      Severity severity,
      boolean critical,
      String playbook,
      String playbookVersion,
      List<String> requesters,
      boolean fresh) {}

  /**
   * One request.
   *
   * @param step the engine's waiting step, empty for a person's request
   * @param lifts the action whose containment this lifts
   * @param blastRadius how many targets the same action is asked for at once
   */
  public record Ask(
      Optional<String> run,
      Optional<String> step,
      String nodeId,
      int loop,
      String topic,
      Map<String, Object> inputs,
      Optional<String> lifts,
      long blastRadius) {
    /** One target alone. */
    public Ask(
        Optional<String> run,
        Optional<String> step,
        String nodeId,
        int loop,
        String topic,
        Map<String, Object> inputs,
        Optional<String> lifts) {
      this(run, step, nodeId, loop, topic, inputs, lifts, 1);
    }
  }

  private record Asked(ActionRow row, Optional<Policy.Ruling> ruling) {}

  /** Requests actions; they start together after the commit. */
  public List<ActionRow> request(Cause cause, List<Ask> asks) {
    return database.inTransaction(
        h -> {
          List<Asked> asked = new ArrayList<>();
          Room room = new Room();
          for (Ask ask : asks) {
            asked.add(prepare(cause, ask, 0, room));
          }
          List<ActionRow> taken = actions.insert(asked.stream().map(Asked::row).toList());
          for (int visit = 1; !taken.isEmpty(); visit++) {
            taken = again(cause, asks, asked, taken, visit, room);
          }
          List<ActionRow> rows = asked.stream().map(Asked::row).toList();
          rows.forEach(this::recordRequest);
          asked.stream()
              .filter(a -> a.row().state() == ActionRow.State.WAITING)
              .forEach(a -> approvals.ask(a.row(), a.ruling().orElseThrow(), cause.severity()));
          database.afterCommit(
              () ->
                  rows.stream()
                      .filter(r -> r.state() == ActionRow.State.REQUESTED)
                      .forEach(dispatcher::submit));
          return rows;
        });
  }

  /** A run that came to the same step again asks for a new action, not for the old one's answer. */
  private List<ActionRow> again(
      Cause cause, List<Ask> asks, List<Asked> asked, List<ActionRow> taken, int visit, Room room) {
    List<ActionRow> retry = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (taken.contains(asked.get(i).row())) {
        asked.set(i, prepare(cause, asks.get(i), visit, room));
        retry.add(asked.get(i).row());
      }
    }
    return actions.insert(retry);
  }

  /** What is left of the hourly cap in this transaction; asked for when first needed. */
  private final class Room {
    private int left = -1;

    boolean take() {
      left = left < 0 ? brakes.cap().room() : left;
      return left-- > 0;
    }
  }

  private Asked prepare(Cause cause, Ask ask, int visit, Room room) {
    Optional<Bound<?, ?>> bound = connectors.find(ask.topic());
    if (bound.isEmpty()) {
      return new Asked(
          broken(cause, ask, visit, "no configured connector offers '" + ask.topic() + "'"),
          Optional.empty());
    }
    try {
      return prepare(cause, ask, visit, bound.get(), room);
    } catch (ActionFailure e) {
      return new Asked(broken(cause, ask, visit, e.getMessage()), Optional.empty());
    }
  }

  private Asked prepare(Cause cause, Ask ask, int visit, Bound<?, ?> bound, Room room)
      throws ActionFailure {
    Mode mode = Mode.of(ask);
    Bound.Checked checked = bound.check(Mode.without(ask.inputs()));
    Action<?, ?> action = bound.action();
    if (mode == Mode.REHEARSE) {
      return new Asked(rehearsal(cause, ask, visit, action, checked), Optional.empty());
    }
    Policy.Ruling ruling = braked(cause, ask, action, checked.target(), room);
    Optional<ActionRow.Failure> no =
        ruling.verdict() == Policy.Ruling.Verdict.NEVER
            ? Optional.of(
                new ActionRow.Failure(
                    ActionRow.Failure.Code.NOT_APPROVED,
                    ask.topic()
                        + " is not allowed by policy rule '"
                        + ruling.rule()
                        + "': "
                        + ruling.reason()))
            : Optional.empty();
    ActionRow.State state =
        ruling.verdict() == Policy.Ruling.Verdict.ASK
            ? ActionRow.State.WAITING
            : ActionRow.State.REQUESTED;
    ActionRow row =
        row(
            cause,
            ask,
            visit,
            action.effect(),
            action.reversibility(),
            checked.target(),
            checked.input(),
            state,
            no,
            clock.instant().plus(action.deadline()),
            shares(cause, ask, action, checked.target()));
    return new Asked(row, Optional.of(ruling));
  }

  private Policy.Ruling braked(
      Cause cause, Ask ask, Action<?, ?> action, Target target, Room room) {
    Optional<String> never = brakes.never().forbids(action.effect(), target);
    if (never.isPresent()) {
      return Policy.never("never-contain", target + " is never contained (" + never.get() + ")");
    }
    Policy.Ruling ruling =
        policy.rule(
            ask.topic(), action, target, cause.severity(), cause.playbook(), ask.blastRadius());
    if (action.effect() == Effect.RELEASE) {
      return lifted(ask, target, ruling);
    }
    boolean counts =
        action.effect() == Effect.CONTAIN && ruling.verdict() == Policy.Ruling.Verdict.RUN;
    return counts && !room.take() ? Policy.ask("cap-per-hour", brakes.cap().reason()) : ruling;
  }

  /** It takes more people to give back than it took to take away. */
  private Policy.Ruling lifted(Ask ask, Target target, Policy.Ruling ruling) {
    String instance = ask.topic().substring(0, ask.topic().indexOf('.'));
    int people = actions.peopleBehind(ask.lifts(), target, instance);
    if (people == 0 || ruling.verdict() == Policy.Ruling.Verdict.NEVER) {
      return ruling;
    }
    Policy.Ruling asking =
        ruling.verdict() == Policy.Ruling.Verdict.ASK
            ? ruling
            : Policy.ask(ruling.rule(), ruling.reason());
    return asking.atLeast(
        people + 1, "People asked for to put this in force: " + people + "; one more to lift it.");
  }

  /** Reads only, so nobody is asked and the ledger has no line of it. */
  private ActionRow rehearsal(
      Cause cause, Ask ask, int visit, Action<?, ?> action, Bound.Checked checked) {
    return row(
        cause,
        ask,
        visit,
        Effect.READ,
        Reversibility.NO,
        checked.target(),
        checked.input(),
        ActionRow.State.REQUESTED,
        Optional.empty(),
        clock.instant().plus(action.deadline()),
        Optional.empty());
  }

  private Optional<String> shares(Cause cause, Ask ask, Action<?, ?> action, Target target) {
    // What cannot be undone is an act, not a state (ending sessions): once more is not the same.
    boolean state = action.effect() == Effect.CONTAIN && action.reversibility() != Reversibility.NO;
    if (cause.fresh() || !state) {
      return Optional.empty();
    }
    return actions.standing(cause.incident(), ask.topic(), target).map(ActionRow::id);
  }

  private ActionRow broken(Cause cause, Ask ask, int visit, String why) {
    return row(
        cause,
        ask,
        visit,
        Effect.READ,
        Reversibility.NO,
        new Target(TargetType.PLATFORM, "unknown"),
        Json.mapper().valueToTree(ask.inputs()),
        ActionRow.State.REQUESTED,
        Optional.of(new ActionRow.Failure(ActionRow.Failure.Code.BAD_INPUT, why)),
        clock.instant().plus(Action.DEFAULT_DEADLINE),
        Optional.empty());
  }

  private ActionRow row(
      Cause cause,
      Ask ask,
      int visit,
      Effect effect,
      Reversibility reversibility,
      Target target,
      JsonNode input,
      ActionRow.State state,
      Optional<ActionRow.Failure> error,
      Instant deadline,
      Optional<String> shares) {
    Optional<ActionRow.Containment> ledger =
        effect == Effect.CONTAIN ? Optional.of(ActionRow.Containment.REQUESTED) : Optional.empty();
    return new ActionRow(
        key(cause, ask, visit, input),
        cause.incident(),
        ask.run(),
        ask.step(),
        ask.nodeId(),
        ask.loop(),
        cause.playbookVersion(),
        ask.topic(),
        effect,
        reversibility,
        target,
        input,
        NullNode.getInstance(),
        cause.requesters(),
        cause.critical(),
        state,
        0,
        Optional.empty(),
        error,
        node,
        clock.instant(),
        deadline,
        Optional.empty(),
        Optional.empty(),
        ask.lifts(),
        ledger,
        Optional.empty(),
        Optional.empty(),
        shares,
        Mode.isRehearsal(ask.inputs()),
        Optional.empty(),
        state == ActionRow.State.WAITING);
  }

  /**
   * Incident + step + loop counter + hash of input, so that a repeat of the same step is the same
   * action.
   */
  private static String key(Cause cause, Ask ask, int visit, JsonNode input) {
    String text =
        String.join(
            "\n",
            cause.incident().toString(),
            ask.run().orElse("manual"),
            ask.nodeId(),
            Integer.toString(ask.loop()),
            Integer.toString(visit),
            ask.topic(),
            ask.lifts().orElse("")
                + (Mode.isRehearsal(ask.inputs()) ? Action.MODE + "=rehearse" : ""),
            Json.write(input));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void recordRequest(ActionRow r) {
    Map<String, Object> facts = facts(r);
    facts.put("effect", r.effect().name());
    facts.put("reversibility", r.reversibility().name());
    facts.put("input", r.input());
    if (r.rehearsed()) {
      facts.put(Action.MODE, "rehearse");
    }
    audit.record("action.requested", r.incident(), facts);
  }

  static Map<String, Object> facts(ActionRow r) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("action", r.id());
    facts.put("step", r.nodeId());
    facts.put("topic", r.topic());
    facts.put("target", r.target().toString());
    return facts;
  }
}
