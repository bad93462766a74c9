package dev.firebreak.response;

import dev.firebreak.action.Abandoned;
import dev.firebreak.action.Requests;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.RunListener;
import dev.firebreak.incident.Incidents;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Hears from the engine what runs do, writes it down and requests the actions they come to. */
public final class RunStory implements RunListener {
  private final Database database;
  private final PlaybookData data;
  private final Runs runs;
  private final Requests requests;
  private final Abandoned abandoned;
  private final Audit audit;
  private final Clock clock;

  public RunStory(
      Database database,
      PlaybookData data,
      Runs runs,
      Requests requests,
      Abandoned abandoned,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.data = data;
    this.runs = runs;
    this.requests = requests;
    this.abandoned = abandoned;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public void advanced(Advance advance) {
    database.inTransaction(
        h -> {
          UUID incidentId = UUID.fromString(advance.incidentId());
          started(advance, incidentId);
          if (!advance.nodes().isEmpty()) {
            audit.record(
                "run.advanced",
                incidentId,
                Map.of("run", advance.runId(), "nodes", advance.nodes()));
          }
          for (String task : advance.tasks()) {
            audit.record("task.opened", incidentId, Map.of("run", advance.runId(), "name", task));
          }
          if (!advance.left().isEmpty()) {
            abandoned.leave(advance.left().stream().map(Step::stepId).toList());
          }
          if (!advance.reached().isEmpty()) {
            request(advance, data.incident(incidentId));
          }
          if (advance.ended()) {
            audit.record("run.completed", incidentId, Map.of("run", advance.runId()));
            database.collect(
                "ended runs",
                advance.runId(),
                (handle, ids) -> ids.forEach(id -> runs.completed(id, clock.instant())));
          }
          return true;
        });
  }

  /** The first thing heard of a run that this transaction starts. */
  private void started(Advance advance, UUID incidentId) {
    Starting starting = database.kept(Starting.class, Starting.class, Starting::none);
    if (starting.version().isPresent()) {
      PlaybookEngine.PlaybookVersion v = starting.version().get();
      audit.record(
          "run.started",
          incidentId,
          Map.of(
              "run",
              advance.runId(),
              "playbook",
              v.name(),
              "version",
              v.version(),
              "sha256",
              v.sha256()));
      database.keep("version of " + advance.runId(), v.versionId());
      database.keep(Starting.class, Starting.none());
    }
  }

  /** The version whose run is being started in this transaction. */
  record Starting(Optional<PlaybookEngine.PlaybookVersion> version) {
    static Starting none() {
      return new Starting(Optional.empty());
    }
  }

  private void request(Advance advance, Incidents.Incident incident) {
    Requests.Cause cause =
        new Requests.Cause(
            incident.id(),
            incident.severity(),
            incident.critical(),
            incident.playbook(),
            version(advance.runId()),
            incident.requesters(),
            incident.alertCount() == 1 && isFirstRun(incident));
    Map<String, Long> radius =
        advance.reached().stream()
            .collect(Collectors.groupingBy(Step::topic, Collectors.counting()));
    List<Requests.Ask> asks =
        advance.reached().stream()
            .map(
                s ->
                    new Requests.Ask(
                        Optional.of(advance.runId()),
                        Optional.of(s.stepId()),
                        s.nodeId(),
                        s.loopCounter(),
                        s.topic(),
                        s.inputs(),
                        Optional.empty(),
                        radius.getOrDefault(s.topic(), 1L)))
            .toList();
    requests.request(cause, asks);
  }

  /** Whether the incident was opened in this very transaction. */
  private boolean isFirstRun(Incidents.Incident incident) {
    return database.kept("opened", String.class, () -> "").equals(incident.id().toString());
  }

  private String version(String runId) {
    return database.kept(
        "version of " + runId,
        String.class,
        () -> runs.find(runId).map(Runs.Run::versionId).orElse("unknown"));
  }

  @Override
  public void stuck(String runId, String incidentId, String nodeId, String reason) {
    database.inTransaction(
        h -> {
          stuck(runId, UUID.fromString(incidentId), nodeId, reason);
          return true;
        });
  }

  /** Makes visible that a run needs a person. */
  public void stuck(String runId, UUID incident, String nodeId, String reason) {
    runs.stuck(runId, "at '" + nodeId + "': " + reason);
    audit.record("run.stuck", incident, Map.of("run", runId, "node", nodeId, "reason", reason));
  }
}
