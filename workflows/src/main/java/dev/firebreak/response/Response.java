package dev.firebreak.response;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.correlation.Correlation;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.incident.Context;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Inbox;
import dev.firebreak.store.Database;
import dev.firebreak.triage.Decision;
import dev.firebreak.triage.Triage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Takes one accepted alert through correlation and triage to a running playbook, in one
 * transaction. Taking the same alert twice is harmless. Safe for all threads.
 */
public final class Response {
  private static final Logger LOG = Logger.getLogger(Response.class);
  private static final String JOINED = "alert-joined";
  private static final int TRIES = 3;
  private static final int TRIES_AT_ONCE = 5;

  private final Database database;
  private final Inbox inbox;
  private final Correlation correlation;
  private final Triage triage;
  private final Incidents incidents;
  private final Runs runs;
  private final PlaybookData data;
  private final PlaybookEngine engine;
  private final Audit audit;
  private final Clock clock;
  private final Function<String, Optional<PlaybookEngine.PlaybookVersion>> playbooks;
  private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

  /**
   * @param playbooks the version in force of a playbook, by name
   */
  public Response(
      Database database,
      Inbox inbox,
      Correlation correlation,
      Triage triage,
      Incidents incidents,
      Runs runs,
      PlaybookData data,
      PlaybookEngine engine,
      Function<String, Optional<PlaybookEngine.PlaybookVersion>> playbooks,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.inbox = inbox;
    this.correlation = correlation;
    this.triage = triage;
    this.incidents = incidents;
    this.runs = runs;
    this.data = data;
    this.engine = engine;
    this.playbooks = playbooks;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Works on an accepted alert.
   *
   * @return whether it was new and is settled now
   */
  public boolean handle(UUID alertId) {
    try {
      boolean settled = settleSoon(alertId);
      failures.remove(alertId);
      return settled;
    } catch (RuntimeException e) {
      int count = failures.merge(alertId, 1, Integer::sum);
      LOG.errorf(e, "alert %s could not be worked on (try %d of %d)", alertId, count, TRIES);
      return count >= TRIES && handleWithoutRun(alertId, e);
    }
  }

  /**
   * Tries again at once: an alert that joins while its incident's run goes on meets it in the
   * engine's tables, one of the two is rolled back, and a new wallet must not wait for the sweeper.
   */
  private boolean settleSoon(UUID alertId) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.inTransaction(
            h -> inbox.claim(alertId).map(a -> settle(a, Optional.empty())).orElse(false));
      } catch (RuntimeException e) {
        if (attempt == TRIES_AT_ONCE) {
          throw e;
        }
        LOG.debugf(e, "alert %s is tried again at once", alertId);
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(5L << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** So that an alert whose playbook cannot even start is still an incident that people see. */
  private boolean handleWithoutRun(UUID alertId, RuntimeException why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = "the playbook could not be started: " + root.getMessage();
    boolean settled =
        database.inTransaction(
            h -> inbox.claim(alertId).map(a -> settle(a, Optional.of(reason))).orElse(false));
    failures.remove(alertId);
    return settled;
  }

  private boolean settle(Inbox.Stored stored, Optional<String> cannotRun) {
    if (stored.alert().disposition() == Disposition.TEST) {
      note(stored, Optional.empty(), "a test or sample finding starts nothing");
      return true;
    }
    Correlation.Place place = correlation.place(stored);
    if (stored.alert().disposition() == Disposition.RESOLVED) {
      note(
          stored,
          incidentOf(place),
          "the sender says it is resolved; that lifts nothing by itself");
    } else if (place instanceof Correlation.Place.Repeats repeats) {
      repeat(stored, repeats.incident());
    } else if (place instanceof Correlation.Place.Joins joins) {
      join(stored, joins.incident(), cannotRun);
    } else {
      open(stored, cannotRun);
    }
    return true;
  }

  private static Optional<UUID> incidentOf(Correlation.Place place) {
    if (place instanceof Correlation.Place.Joins j) {
      return Optional.of(j.incident());
    }
    return place instanceof Correlation.Place.Repeats r
        ? Optional.of(r.incident())
        : Optional.empty();
  }

  private void note(Inbox.Stored stored, Optional<UUID> incident, String why) {
    inbox.settle(stored.id(), "NOTED", incident, Optional.of(why));
    audit.record(
        Audit.SYSTEM, "alert.noted", incident, Map.of("alert", stored.id().toString(), "why", why));
  }

  private void repeat(Inbox.Stored stored, UUID incident) {
    inbox.settle(stored.id(), "DUPLICATE", Optional.of(incident));
    int count = incidents.countDuplicate(incident);
    if (stored.submittedBy().startsWith("person:") || stored.submittedBy().startsWith("oidc:")) {
      incidents.involve(incident, stored.submittedBy()); // A repeat that a person sent again.
    }
    Map<String, Object> facts = received(stored);
    facts.put("count", count);
    audit.record("alert.duplicate", incident, facts);
  }

  /** With the hash of the message, so that the trail vouches for what arrived. */
  private Map<String, Object> received(Inbox.Stored stored) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("alert", stored.id().toString());
    inbox.messageSha256(stored).ifPresent(sha256 -> facts.put("messageSha256", sha256));
    return facts;
  }

  private void open(Inbox.Stored stored, Optional<String> cannotRun) {
    Alert alert = stored.alert();
    Decision decision = triage.decide(stored);
    Incidents.Incident incident =
        new Incidents.Incident(
            UUID.randomUUID(),
            alert.title(),
            alert.severity(),
            "OPEN",
            decision.playbook(),
            decision.priority(),
            decision.json(),
            Context.of(alert, stored.source()),
            List.of(stored.submittedBy()),
            clock.instant(),
            stored.receivedAt(),
            Optional.empty(),
            1,
            0);
    incidents.insert(incident);
    database.keep("opened", incident.id().toString());
    correlation.remember(stored, incident.id());
    inbox.settle(stored.id(), "OPENED", Optional.of(incident.id()));
    Map<String, Object> facts = received(stored);
    facts.put("title", alert.title());
    facts.put("severity", alert.severity().key());
    audit.record("incident.opened", incident.id(), facts);
    decided(incident.id(), decision);
    run(incident, decision, cannotRun);
  }

  private void decided(UUID incident, Decision decision) {
    audit.record(
        "incident.decided",
        incident,
        Map.of(
            "playbook",
            decision.playbook(),
            "priority",
            decision.priority(),
            "rules",
            decision.rules(),
            "table",
            decision.tableSha256()));
  }

  private void join(Inbox.Stored stored, UUID incidentId, Optional<String> cannotRun) {
    Incidents.Incident before = incidents.lock(incidentId).orElseThrow();
    Decision decision = triage.decide(stored);
    Severity severity =
        stored.alert().severity().atLeast(before.severity())
            ? stored.alert().severity()
            : before.severity();
    List<Runs.Run> all = runs.ofIncident(incidentId);
    Context context = before.context().joinedBy(stored.alert());
    boolean going =
        all.stream().anyMatch(r -> r.going() && r.playbook().equals(decision.playbook()));
    boolean ranBefore = all.stream().anyMatch(r -> r.playbook().equals(decision.playbook()));
    boolean another =
        decision.runsPlaybook() && !going && (!ranBefore || !context.newest().isEmpty());
    Incidents.Incident after =
        new Incidents.Incident(
            before.id(),
            before.title(),
            severity,
            before.state(),
            another ? decision.playbook() : before.playbook(),
            before.critical() ? before.priority() : decision.priority(),
            another ? decision.json() : before.decision(),
            context,
            with(before.requesters(), stored.submittedBy()),
            before.openedAt(),
            before.firstAlertAt(),
            before.closedAt(),
            before.alertCount() + 1,
            before.duplicateCount());
    incidents.update(after);
    data.holds(after);
    correlation.remember(stored, incidentId);
    inbox.settle(stored.id(), "JOINED", Optional.of(incidentId));
    Map<String, Object> facts = received(stored);
    facts.put("uid", stored.alert().uid());
    facts.put("newTargets", context.newest().stream().map(Object::toString).toList());
    audit.record("alert.joined", incidentId, facts);
    if (all.stream().anyMatch(Runs.Run::going)) {
      engine.message(
          incidentId.toString(),
          JOINED); // Before another run starts: that one knows all targets already.
    }
    if (another) {
      decided(incidentId, decision);
      run(after, decision, cannotRun);
    }
  }

  private static List<String> with(List<String> known, String more) {
    Set<String> all = new LinkedHashSet<>(known);
    all.add(more);
    return new ArrayList<>(all);
  }

  private void run(Incidents.Incident incident, Decision decision, Optional<String> cannotRun) {
    if (!decision.runsPlaybook()) {
      return;
    }
    Optional<PlaybookEngine.PlaybookVersion> version = playbooks.apply(decision.playbook());
    Optional<String> problem =
        cannotRun.or(
            () ->
                version.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        "triage.dmn names the playbook '"
                            + decision.playbook()
                            + "', which is not in force"));
    if (problem.isPresent()) {
      runs.insert(
          new Runs.Run(
              "none-" + UUID.randomUUID(),
              incident.id(),
              decision.playbook(),
              "none",
              "STUCK",
              problem,
              clock.instant(),
              Optional.empty()));
      audit.record(
          "run.stuck",
          incident.id(),
          Map.of("run", "none", "node", "start", "reason", problem.get()));
      return;
    }
    start(incident, version.orElseThrow());
  }

  /** In the caller's transaction; the run's id. */
  String start(Incidents.Incident incident, PlaybookEngine.PlaybookVersion version) {
    data.holds(incident);
    database.keep(RunStory.Starting.class, new RunStory.Starting(Optional.of(version)));
    PlaybookEngine.StartedRun run =
        engine.startVersion(version.versionId(), incident.id().toString());
    runs.insert(
        new Runs.Run(
            run.runId(),
            incident.id(),
            version.name(),
            run.versionId(),
            "RUNNING",
            Optional.empty(),
            clock.instant(),
            Optional.empty()));
    return run.runId();
  }
}
