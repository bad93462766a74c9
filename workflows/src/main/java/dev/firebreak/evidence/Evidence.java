package dev.firebreak.evidence;

import dev.firebreak.action.ActionTable;
import dev.firebreak.action.Approvals;
import dev.firebreak.audit.Audit;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Head;
import dev.firebreak.audit.Heads;
import dev.firebreak.audit.Sealer;
import dev.firebreak.audit.Trail;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Inbox;
import dev.firebreak.response.Runs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Puts together what there is about an incident. Safe for all threads. */
public final class Evidence {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Semaphore making = new Semaphore(1, true);
  private final Sources from;
  private final RegulatorClocks clocks;
  private final List<Control> controls;
  private final Audit audit;
  private final Clock clock;

  /** Where it is read from. */
  public record Sources(
      Incidents incidents,
      Inbox inbox,
      Runs runs,
      ActionTable actions,
      Approvals approvals,
      PlaybookEngine engine,
      Trail trail,
      Heads heads,
      Sealer sealer) {}

  /**
   * @param controls which demands of which frameworks a bundle answers
   */
  public Evidence(
      Sources from, RegulatorClocks clocks, List<Control> controls, Audit audit, Clock clock) {
    this.from = from;
    this.clocks = clocks;
    this.controls = List.copyOf(controls);
    this.audit = audit;
    this.clock = clock;
  }

  /** No head can be signed over what would be handed out, so nothing is. */
  public static final class NotVouchedFor extends RuntimeException {
    NotVouchedFor() {
      super(
          "no signed head covers the incident's newest entry, so the bundle would prove nothing;"
              + " GET /api/v1/audit/head says why, or try again in a moment");
    }
  }

  /** Too many ask at once. */
  public static final class Busy extends RuntimeException {
    Busy() {
      super("other bundles are being made; ask again in a moment");
    }
  }

  /**
   * Everything about an incident, signed. That it was taken is an entry of the trail, and so in it.
   *
   * @param by the subject of who takes it
   * @return empty when there is no such incident
   * @throws NotVouchedFor when no head can be signed
   * @throws Busy when others have been asking for half a minute
   */
  public Optional<Bundle> of(UUID incident, String by) {
    if (from.incidents().find(incident).isEmpty()) {
      return Optional.empty();
    }
    audit.record(by, "evidence.taken", Optional.of(incident), Map.of());
    Optional<Head> head = from.sealer().vouch();
    List<Entry> entries = from.trail().of(incident);
    long newest = entries.get(entries.size() - 1).seq();
    CaseFile file =
        read(incident, head.filter(h -> h.size() >= newest).orElseThrow(NotVouchedFor::new), by);
    return Optional.of(bundle(file));
  }

  /** One at a time: a report takes some tens of megabytes while it is made. */
  private Bundle bundle(CaseFile file) {
    boolean mine = false;
    try {
      mine = making.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!mine) {
        throw new Busy();
      }
      return new Bundle(file, new Report(file, controls), from.inbox(), from.trail(), from.heads());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    } finally {
      if (mine) {
        making.release();
      }
    }
  }

  private CaseFile read(UUID incident, Head head, String by) {
    // Before the actions: what is asked about is then among them.
    List<Approvals.Approval> approvals = from.approvals().ofIncident(incident);
    List<Runs.Run> runs = from.runs().ofIncident(incident);
    List<Inbox.Stored> alerts = from.inbox().ofIncident(incident);
    return new CaseFile(
        from.incidents().find(incident).orElseThrow(),
        alerts,
        from.inbox().countOfIncident(incident),
        RawMessages.within(RawMessages.MOST_BYTES, from.inbox().messagesOfIncident(incident)),
        runs,
        runs.stream().map(Runs.Run::versionId).distinct().flatMap(this::playbook).toList(),
        from.actions().allOfIncident(incident),
        approvals,
        from.trail().of(incident).stream().filter(e -> e.seq() <= head.size()).toList(),
        clocks.of(incident).orElse(List.of()),
        head,
        clock.instant(),
        by);
  }

  private Stream<CaseFile.Playbook> playbook(String version) {
    return from.engine().bpmn(version).stream()
        .map(bytes -> new CaseFile.Playbook(version, bytes, Sha256.of(bytes)));
  }
}
