package dev.firebreak.cases;

import dev.firebreak.audit.Audit;
import dev.firebreak.cases.ShadowComparison.Difference;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.response.Runs;
import dev.firebreak.store.Database;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Shadow mode: a newer version of a playbook is played on each real incident once its live run has
 * ended, with the answers that vendors and people gave the live one; nothing leaves. The live
 * version is played in the same way, and both are compared. {@link #round} is called on a lane of
 * its own, so a live run never waits for it; what is too much for that lane is dropped and counted.
 */
public final class Shadows {
  private static final Logger LOG = Logger.getLogger(Shadows.class);
  private static final int A_ROUND = 3;
  private static final int BUSY = 20;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Incidents that one shadow is compared on; then it has shown enough. */
  private static final int MOST = 1_000;

  private final ShadowTable table;
  private final Database database;
  private final Runs runs;
  private final CaseRunner runner;
  private final CaseRecorder recorder;
  private final Function<String, Optional<byte[]>> version;
  private final Audit audit;
  private final Clock clock;

  /**
   * A version that is or was played beside the live one.
   *
   * @param dropped incidents that were not played because there were too many at once
   */
  public record Shadow(
      String playbook,
      byte[] bpmn,
      String sha256,
      String startedBy,
      Instant startedAt,
      Optional<Instant> stoppedAt,
      long dropped) {}

  /**
   * One incident.
   *
   * @param state PLAYING, SAME, DIFFERENT, NOT_COMPARABLE (with the reason) or DROPPED
   */
  public record Play(
      UUID incident,
      Instant at,
      String state,
      Optional<String> reason,
      List<Difference> differences) {}

  /**
   * @param version bytes of a deployed version, by its id
   */
  public Shadows(
      Database database,
      Runs runs,
      CaseRunner runner,
      CaseRecorder recorder,
      Function<String, Optional<byte[]>> version,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.table = new ShadowTable(database);
    this.runs = runs;
    this.runner = runner;
    this.recorder = recorder;
    this.version = version;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Starts; a shadow that was there before is replaced.
   *
   * @throws PlaybookRefused when the gate refuses the file
   * @throws CaseUnusable when the file cannot be played at all
   */
  public Shadow start(String playbook, byte[] bpmn, String by)
      throws PlaybookRefused, CaseUnusable {
    CaseReport checked = runner.run(playbook, bpmn, List.of());
    if (!checked.findings().isEmpty()) {
      throw new PlaybookRefused(playbook, checked.findings());
    }
    String sha256 = sha256(bpmn);
    return database.inTransaction(
        h -> {
          table.start(playbook, bpmn, sha256, by, clock.instant());
          audit.record(
              by,
              "shadow.started",
              Optional.empty(),
              Map.of("playbook", playbook, "sha256", sha256));
          return table.find(playbook).orElseThrow();
        });
  }

  /** Stops; false where none runs. What it showed stays. */
  public boolean stop(String playbook, String by) {
    return database.inTransaction(
        h -> {
          boolean stopped = table.stop(playbook, clock.instant());
          if (stopped) {
            audit.record(by, "shadow.stopped", Optional.empty(), Map.of("playbook", playbook));
          }
          return stopped;
        });
  }

  public Optional<Shadow> find(String playbook) {
    return table.find(playbook);
  }

  /** Newest first. */
  public List<Play> plays(String playbook, int limit) {
    return table.plays(playbook, limit);
  }

  /** Plays what has ended since the last round, a few at a time. */
  public void round() {
    table.abandon(clock.instant().minus(LONGEST));
    for (Shadow s : table.running()) {
      Set<UUID> taken = table.taken(s.playbook());
      List<UUID> due =
          runs.endedSince(s.playbook(), s.startedAt(), MOST).stream()
              .filter(i -> !taken.contains(i))
              .toList();
      int room = due.size() > BUSY ? due.size() - BUSY : 0;
      for (UUID incident : due.subList(0, room)) {
        if (table.take(s.playbook(), incident, clock.instant())) {
          table.dropped(s.playbook(), incident);
        }
      }
      due.stream()
          .skip(room)
          .limit(A_ROUND)
          .filter(i -> table.take(s.playbook(), i, clock.instant()))
          .forEach(i -> play(s, i));
    }
  }

  private void play(Shadow s, UUID incident) {
    try {
      compare(s, incident);
    } catch (CaseUnusable e) {
      ended(s, incident, "NOT_COMPARABLE", e.getMessage());
    } catch (CaseRunner.Busy e) {
      table.dropped(s.playbook(), incident);
    } catch (RuntimeException e) {
      LOG.errorf(e, "shadow of %s on incident %s", s.playbook(), incident);
      ended(s, incident, "NOT_COMPARABLE", "it failed; the log of the server has the details");
    }
  }

  private void ended(Shadow s, UUID incident, String state, String reason) {
    table.ended(s.playbook(), incident, state, Optional.of(reason), List.of());
  }

  private void compare(Shadow s, UUID incident) throws CaseUnusable {
    CaseRecorder.Recorded recorded =
        recorder
            .record(incident, true) // Authors, who may not read incidents, see what parts.
            .orElseThrow(() -> new CaseUnusable("the incident is not kept any more"));
    Case one = recorded.toCase("incident");
    byte[] live =
        version
            .apply(recorded.versionId())
            .orElseThrow(() -> new CaseUnusable("the live version is not kept any more"));
    CaseResult before = runner.run(s.playbook(), live, List.of(one)).cases().get(0);
    if (before.verdict() == CaseResult.Verdict.FAILED) {
      throw new CaseUnusable(
          "the live run cannot be played again: " + String.join("; ", before.problems()));
    }
    CaseReport after = runner.run(s.playbook(), s.bpmn(), List.of(one));
    if (!after.findings().isEmpty()) {
      throw new CaseUnusable("the newer version is refused now: " + after.findings().get(0));
    }
    List<Difference> differences = ShadowComparison.of(before, after.cases().get(0));
    table.ended(
        s.playbook(),
        incident,
        differences.isEmpty() ? "SAME" : "DIFFERENT",
        Optional.empty(),
        differences);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
