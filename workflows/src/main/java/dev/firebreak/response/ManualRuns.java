package dev.firebreak.response;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.incident.Context;
import dev.firebreak.incident.Incidents;
import dev.firebreak.store.Database;
import dev.firebreak.triage.Decision;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Playbooks that people start by hand, for an incident or for one that is opened thereby. Policy
 * decides about their actions as about all others, and who started one has no vote on them.
 */
public final class ManualRuns {
  private final Database database;
  private final Incidents incidents;
  private final Response response;
  private final Audit audit;
  private final Clock clock;

  public ManualRuns(
      Database database, Incidents incidents, Response response, Audit audit, Clock clock) {
    this.database = database;
    this.incidents = incidents;
    this.response = response;
    this.audit = audit;
    this.clock = clock;
  }

  /** A run that began. */
  public record Started(String run, UUID incident) {}

  /**
   * @return empty where there is no such incident
   * @throws dev.firebreak.access.AccessRefused when the caller is no responder for everything
   */
  public Optional<Started> start(UUID incident, PlaybookVersion version, Caller by, String reason) {
    by.demand(Role.RESPONDER);
    return database.inTransaction(
        h -> incidents.lock(incident).map(i -> start(with(i, by), version, by, reason)));
  }

  /** Opens an incident of medium severity that names no target. */
  public Started start(PlaybookVersion version, Caller by, String reason) {
    by.demand(Role.RESPONDER);
    return database.inTransaction(
        h -> {
          Incidents.Incident opened = opened(version, by);
          incidents.insert(opened);
          audit.record(
              by.subject(),
              "incident.opened",
              Optional.of(opened.id()),
              Map.of("title", opened.title(), "severity", opened.severity().key()));
          return start(opened, version, by, reason);
        });
  }

  private Incidents.Incident opened(PlaybookVersion version, Caller by) {
    Alert none =
        Alert.builder("by-hand-" + UUID.randomUUID(), "by-hand")
            .title(version.title() + ", started by hand")
            .severity(Severity.MEDIUM)
            .build();
    Instant now = clock.instant();
    return new Incidents.Incident(
        UUID.randomUUID(),
        none.title(),
        none.severity(),
        "OPEN",
        version.name(),
        "normal",
        new Decision(version.name(), "normal", List.of(), "").json(),
        Context.of(none, by.subject()),
        List.of(by.subject()),
        now,
        now,
        Optional.empty(),
        1,
        0);
  }

  private Incidents.Incident with(Incidents.Incident i, Caller by) {
    Set<String> requesters = new LinkedHashSet<>(i.requesters());
    requesters.add(by.subject());
    Incidents.Incident known =
        new Incidents.Incident(
            i.id(),
            i.title(),
            i.severity(),
            i.state(),
            i.playbook(),
            i.priority(),
            i.decision(),
            i.context(),
            List.copyOf(requesters),
            i.openedAt(),
            i.firstAlertAt(),
            i.closedAt(),
            i.alertCount(),
            i.duplicateCount());
    incidents.update(known);
    return known;
  }

  private Started start(
      Incidents.Incident incident, PlaybookVersion version, Caller by, String reason) {
    audit.record(
        by.subject(),
        "run.started-by-hand",
        Optional.of(incident.id()),
        Map.of("playbook", version.name(), "version", version.version(), "reason", reason));
    return new Started(response.start(incident, version), incident.id());
  }
}
