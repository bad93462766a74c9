package dev.firebreak.containment;

import dev.firebreak.access.AccessRefused;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionTable;
import dev.firebreak.action.ReadBack;
import dev.firebreak.action.Requests;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.incident.Incidents;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What is in force: watched for drift, and lifted by people. Safe for all threads. */
public final class Ledger {
  private static final int AT_ONCE = 50;
  private static final Duration LAST_MINUTES = Duration.ofMinutes(10);

  private final Database database;
  private final ActionTable actions;
  private final Incidents incidents;
  private final ReadBack readBack;
  private final Requests requests;
  private final Audit audit;
  private final Clock clock;
  private final Duration drift;
  private final Consumer<Alert> alarm;

  /**
   * @param drift how often each containment is read back
   * @param alarm takes the alert that is raised when one does not hold
   */
  public Ledger(
      Database database,
      ActionTable actions,
      Incidents incidents,
      ReadBack readBack,
      Requests requests,
      Audit audit,
      Clock clock,
      Duration drift,
      Consumer<Alert> alarm) {
    this.database = database;
    this.actions = actions;
    this.incidents = incidents;
    this.readBack = readBack;
    this.requests = requests;
    this.audit = audit;
    this.clock = clock;
    this.drift = drift;
    this.alarm = alarm;
  }

  /** A containment that cannot be lifted by Firebreak, with the reason. */
  public static final class CannotLift extends Exception {
    CannotLift(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * Requests the inverse of a containment; policy decides who has to agree.
   *
   * @param by who then has no vote in it
   * @return the lifting action; empty when there is no such containment
   * @throws AccessRefused when the caller is no responder for this
   */
  public Optional<ActionRow> lift(String action, Caller by, String reason) throws CannotLift {
    Optional<ActionRow> row = actions.find(action).filter(r -> r.containment().isPresent());
    row.ifPresent(r -> by.demand(Role.RESPONDER, r.topic(), r.target()));
    return row.isEmpty() ? Optional.empty() : Optional.of(lift(row.get(), by.subject(), reason));
  }

  /**
   * Requests the inverse of everything of an incident that is in force, can be lifted, and is the
   * caller's to lift.
   */
  public Lifted liftAll(UUID incident, Caller by, String reason) {
    List<ActionRow> lifting = new ArrayList<>();
    Map<String, String> left = new LinkedHashMap<>();
    for (ActionRow row : actions.ofIncident(incident)) {
      if (row.containment().filter(ActionRow.Containment::inForce).isPresent()) {
        try {
          by.demand(Role.RESPONDER, row.topic(), row.target());
          lifting.add(lift(row, by.subject(), reason));
        } catch (CannotLift | AccessRefused e) {
          left.put(row.id(), e.getMessage());
        }
      }
    }
    return new Lifted(lifting, left);
  }

  /**
   * @param lifting the requested lifts
   * @param left by containment, why it stays
   */
  public record Lifted(List<ActionRow> lifting, Map<String, String> left) {}

  private ActionRow lift(ActionRow row, String by, String reason) throws CannotLift {
    if (row.containment().filter(ActionRow.Containment::inForce).isEmpty()) {
      throw new CannotLift(
          row.topic()
              + " on "
              + row.target()
              + " is not in force ("
              + row.containment().map(Enum::name).orElse("")
              + ")");
    }
    ReadBack.Lift lift = plan(row);
    Incidents.Incident incident = incidents.find(row.incident()).orElseThrow();
    List<String> requesters = new ArrayList<>(List.of(by));
    Requests.Cause cause =
        new Requests.Cause(
            row.incident(),
            incident.severity(),
            false,
            "manual",
            row.playbookVersion(),
            requesters,
            false);
    return database.inTransaction(
        h -> {
          Map<String, Object> facts = facts(row);
          facts.put("reason", reason);
          audit.record(by, "containment.lift-requested", Optional.of(row.incident()), facts);
          return requests
              .request(
                  cause,
                  List.of(
                      new Requests.Ask(
                          Optional.empty(),
                          Optional.empty(),
                          "manual",
                          -1,
                          lift.topic(),
                          lift.inputs(),
                          Optional.of(row.id()))))
              .get(0);
        });
  }

  private ReadBack.Lift plan(ActionRow row) throws CannotLift {
    try {
      return readBack
          .liftOf(row)
          .orElseThrow(
              () ->
                  new CannotLift(
                      row.topic() + " on " + row.target() + " " + how(row.reversibility())));
    } catch (ActionFailure e) {
      throw new CannotLift("cannot be lifted: " + e.getMessage());
    }
  }

  private static String how(Reversibility r) {
    return switch (r) {
      case YES -> "has no inverse any more: its connector changed";
      case TIMED -> "ends by itself and cannot be lifted earlier";
      case OUT_OF_BAND -> "can only be lifted outside of Firebreak, see its connector's page";
      case NO -> "cannot be undone";
    };
  }

  /** Told in the transaction that ends an action: a confirmed release lifts what it releases. */
  public void ended(ActionRow row, ActionRow.State state) {
    if (row.effect() != Effect.RELEASE || state != ActionRow.State.CONFIRMED) {
      return;
    }
    if (row.lifts().isPresent()) {
      actions.find(row.lifts().get()).ifPresent(lifted -> lifted(lifted, row));
    } else {
      actions.inForceOn(row.target(), row.connector()).stream()
          .filter(r -> isUndoneBy(r, row.topic()))
          .forEach(lifted -> lifted(lifted, row));
    }
  }

  private boolean isUndoneBy(ActionRow containment, String topic) {
    try {
      return readBack.liftOf(containment).filter(l -> l.topic().equals(topic)).isPresent();
    } catch (ActionFailure e) {
      return false;
    }
  }

  private void lifted(ActionRow containment, ActionRow by) {
    String who =
        by.requesters().stream()
            .filter(r -> !r.equals(Audit.SYSTEM) && !r.startsWith("source:"))
            .findFirst()
            .orElse(Audit.SYSTEM);
    if (actions.ledger(
        containment.id(),
        ActionRow.Containment.LIFTED,
        clock.instant(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(who),
        Optional.empty())) {
      audit.record("containment.lifted", containment.incident(), facts(containment));
    }
  }

  /** Reads back what is due. Called every few seconds. */
  public void watch() {
    Instant now = clock.instant();
    actions
        .dueForProbe(now, now.plus(drift), AT_ONCE)
        .forEach(row -> readBack.observe(row, seen -> judge(row, seen)));
  }

  private void judge(ActionRow row, ReadBack.Seen seen) {
    if (isOver(row, seen)) {
      over(row, seen.observation().orElseThrow().detail());
      return;
    }
    ActionRow.Containment before = row.containment().orElseThrow();
    ActionRow.Containment after =
        seen.observation()
            .map(
                o ->
                    switch (o.state()) {
                      case HOLDS -> ActionRow.Containment.CONFIRMED;
                      case PENDING -> ActionRow.Containment.APPLIED;
                      case ABSENT -> ActionRow.Containment.NOT_HOLDING;
                    })
            .orElse(ActionRow.Containment.UNKNOWN);
    String detail = seen.observation().map(Observation::detail).orElse(seen.problem());
    boolean changed = after != before;
    boolean written =
        database.inTransaction(
            h -> {
              boolean still =
                  actions.ledger(
                      row.id(),
                      after,
                      clock.instant(),
                      Optional.of(clock.instant().plus(drift)),
                      Optional.of(detail),
                      Optional.empty(),
                      seen.observation().flatMap(Observation::until));
              if (still && changed) {
                Map<String, Object> facts = facts(row);
                facts.put("detail", detail);
                if (!seen.exchanges().isEmpty()) {
                  facts.put("exchanges", seen.exchanges());
                }
                audit.record(kind(after), row.incident(), facts);
              }
              return still;
            });
    if (written && changed && after == ActionRow.Containment.NOT_HOLDING) {
      alarm.accept(alarm(row, detail));
    } else if (written && after == ActionRow.Containment.CONFIRMED) {
      seen.observation()
          .flatMap(Observation::until)
          .filter(until -> comesInto(LAST_MINUTES, row, until))
          .ifPresent(until -> alarm.accept(endsSoon(row, until)));
    }
  }

  /** It was to end by itself at a time that is over, and it is seen to have ended. */
  private boolean isOver(ActionRow row, ReadBack.Seen seen) {
    boolean absent =
        seen.observation().filter(o -> o.state() == Observation.State.ABSENT).isPresent();
    return absent && row.until().filter(u -> !clock.instant().isBefore(u)).isPresent();
  }

  private void over(ActionRow row, String detail) {
    database.inTransaction(
        h -> {
          if (actions.ledger(
              row.id(),
              ActionRow.Containment.LIFTED,
              clock.instant(),
              Optional.empty(),
              Optional.of(detail),
              Optional.of("its end at " + row.until().orElseThrow()),
              Optional.empty())) {
            audit.record("containment.ended", row.incident(), facts(row));
          }
          return true;
        });
  }

  /** Whether the end has come this near since the last look. */
  private boolean comesInto(Duration near, ActionRow row, Instant until) {
    Instant from = until.minus(near);
    return !clock.instant().isBefore(from)
        && row.probedAt().filter(p -> !p.isBefore(from)).isEmpty();
  }

  private static Alert endsSoon(ActionRow row, Instant until) {
    return Alert.builder("ends-soon:" + row.id() + ":" + until, "firebreak.containment-ends-soon")
        .title("Containment ends by itself: " + row.topic() + " on " + row.target())
        .description(
            Optional.of(
                "It ends at " + until + " and cannot be lifted earlier. Decide what comes then."))
        .severity(Severity.HIGH)
        .target(row.target().type(), row.target().id())
        .attribute("containment", row.id())
        .attribute("incident", row.incident().toString())
        .build();
  }

  private static String kind(ActionRow.Containment state) {
    return switch (state) {
      case NOT_HOLDING -> "containment.not-holding";
      case UNKNOWN -> "containment.unknown";
      case CONFIRMED -> "containment.confirmed";
      default -> "containment.applied";
    };
  }

  private static Alert alarm(ActionRow row, String detail) {
    return Alert.builder("not-holding:" + row.id(), "firebreak.containment-not-holding")
        .title("Containment does not hold: " + row.topic() + " on " + row.target())
        .description(
            Optional.of(
                "Read back: "
                    + detail
                    + ". Somebody or something took it away; look at the target."))
        .severity(Severity.CRITICAL)
        .target(row.target().type(), row.target().id())
        .attribute("containment", row.id())
        .attribute("incident", row.incident().toString())
        .build();
  }

  private static Map<String, Object> facts(ActionRow row) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("containment", row.id());
    facts.put("topic", row.topic());
    facts.put("target", row.target().toString());
    return facts;
  }
}
