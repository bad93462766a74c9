package dev.firebreak.action;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.Vitals;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks every instance whether it could act, so that what is wrong with it is known before it is
 * needed; one that cannot raises an alert of its own. Safe for all threads.
 */
public final class Checkups {
  private static final Duration LONGEST = Duration.ofSeconds(45);

  private final Connectors connectors;
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Consumer<Alert> alarm;
  private final ConcurrentMap<String, Checkup> last = new ConcurrentHashMap<>();

  /**
   * @param alarm takes the alert that is raised when an instance is found unable to act
   */
  public Checkups(
      Connectors connectors, Database database, Audit audit, Clock clock, Consumer<Alert> alarm) {
    this.connectors = connectors;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.alarm = alarm;
  }

  /** What was found last; empty before the first look. */
  public Optional<Checkup> last(String instance) {
    return Optional.ofNullable(last.get(instance));
  }

  /**
   * Looks at all of them now, side by side; comes back when each has answered or run out of time.
   */
  public List<Checkup> all() {
    return connectors.all().stream().map(this::begin).toList().stream()
        .map(CompletableFuture::join)
        .toList();
  }

  /** Looks at one now; empty where there is none of that name. */
  public Optional<Checkup> one(String instance) {
    return connectors.instance(instance).map(this::begin).map(CompletableFuture::join);
  }

  /** After everything urgent: on the instance's own threads, in its ordinary lane. */
  private CompletableFuture<Checkup> begin(ConnectorInstance instance) {
    CompletableFuture<Checkup> seen = new CompletableFuture<>();
    instance.execute(false, () -> seen.complete(look(instance)));
    return seen.completeOnTimeout(
            found(
                instance,
                Checkup.State.UNREACHABLE,
                Optional.of(
                    "no answer within "
                        + LONGEST.toSeconds()
                        + " s; "
                        + instance.queued()
                        + " wait"),
                Optional.empty()),
            LONGEST.toSeconds(),
            TimeUnit.SECONDS)
        .thenApply(this::note);
  }

  private Checkup look(ConnectorInstance instance) {
    try {
      return judge(instance, instance.readiness());
    } catch (ActionFailure e) {
      Checkup.State state =
          e.kind() == ActionFailure.Kind.REFUSED
              ? Checkup.State.REFUSED
              : Checkup.State.UNREACHABLE;
      return found(instance, state, Optional.of(e.getMessage()), Optional.empty());
    } catch (RuntimeException e) {
      String why = "the connector itself failed: " + e.getClass().getSimpleName();
      return found(instance, Checkup.State.UNREACHABLE, Optional.of(why), Optional.empty());
    }
  }

  private Checkup judge(ConnectorInstance instance, Readiness readiness) {
    List<String> wants = new ArrayList<>();
    readiness.grants().stream()
        .filter(g -> g.state() == Readiness.State.MISSING)
        .forEach(g -> wants.add(g.action() + ": " + g.detail()));
    Vitals vitals = instance.vitals();
    vitals
        .skew()
        .filter(s -> s.abs().compareTo(Checkup.MOST_SKEW) > 0)
        .ifPresent(s -> wants.add("its clock differs from ours by " + s.toSeconds() + " s"));
    vitals
        .rateLimitRemaining()
        .filter(r -> r == 0)
        .ifPresent(r -> wants.add("its rate limit is used up"));
    return wants.isEmpty()
        ? found(instance, Checkup.State.READY, Optional.empty(), Optional.of(readiness))
        : found(
            instance,
            Checkup.State.LIMITED,
            Optional.of(String.join("; ", wants)),
            Optional.of(readiness));
  }

  private Checkup found(
      ConnectorInstance instance,
      Checkup.State state,
      Optional<String> problem,
      Optional<Readiness> readiness) {
    return new Checkup(
        instance.name(), clock.instant(), state, problem, readiness, instance.vitals());
  }

  /** A change is recorded; one for the worse is told. */
  private Checkup note(Checkup now) {
    Optional<Checkup> before = Optional.ofNullable(last.put(now.instance(), now));
    if (before.map(Checkup::state).filter(s -> s == now.state()).isPresent()
        || before.isEmpty() && now.ready()) {
      return now;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("connector", now.instance());
    facts.put("state", now.state().name());
    now.problem().ifPresent(p -> facts.put("problem", p));
    database.inTransaction(
        h -> {
          audit.record(Audit.SYSTEM, "connector.checked", Optional.empty(), facts);
          return true;
        });
    if (!now.ready()) {
      alarm.accept(alert(now));
    }
    return now;
  }

  private static Alert alert(Checkup now) {
    Instant day = now.at().truncatedTo(java.time.temporal.ChronoUnit.HOURS);
    return Alert.builder(
            "not-ready:" + now.instance() + ":" + now.state() + ":" + day,
            "firebreak.connector-not-ready")
        .title("Connector cannot act: " + now.instance() + " is " + now.state())
        .description(now.problem())
        .severity(now.state() == Checkup.State.LIMITED ? Severity.MEDIUM : Severity.HIGH)
        .target(TargetType.PLATFORM, now.instance())
        .attribute("connector", now.instance())
        .build();
  }

  /** The instances that could not act when they were last looked at. */
  public Map<String, Checkup> notReady() {
    return last.entrySet().stream()
        .filter(e -> !e.getValue().ready())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
