package dev.firebreak.playbook;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.MigrationPreview;
import dev.firebreak.engine.MigrationRefused;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.store.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Lets runs go on as another version, one by one, by a releaser's decision. Without it a run stays
 * on the version it began with. Safe for all threads.
 */
public final class Migrations {
  private final Database database;
  private final PlaybookVersions versions;
  private final PlaybookEngine engine;
  private final BiConsumer<String, String> moved;
  private final Audit audit;

  /**
   * @param moved told, in the transaction, a run's id and the engine's id of its new version
   */
  public Migrations(
      Database database,
      PlaybookVersions versions,
      PlaybookEngine engine,
      BiConsumer<String, String> moved,
      Audit audit) {
    this.database = database;
    this.versions = versions;
    this.engine = engine;
    this.moved = moved;
    this.audit = audit;
  }

  /** What became of each run that was asked for. */
  public record Migrated(List<String> migrated, Map<String, List<String>> refused) {}

  /**
   * What could be moved, and why others could not; changes nothing.
   *
   * @param to empty for the live version
   */
  public MigrationPreview preview(String name, int from, Optional<Integer> to, Caller by) {
    by.demand(Role.RELEASER);
    String target = target(name, from, to);
    Set<MigrationPreview.Move> moves = new LinkedHashSet<>();
    Set<String> problems = new LinkedHashSet<>();
    List<MigrationPreview.Candidate> runs = new ArrayList<>();
    for (String source : versions.engineVersions(name, from)) {
      MigrationPreview one = engine.previewMigration(source, target);
      moves.addAll(one.steps());
      problems.addAll(one.problems());
      runs.addAll(one.runs());
    }
    return new MigrationPreview(List.copyOf(moves), List.copyOf(problems), runs);
  }

  /** Moves the runs that can be moved, each in a transaction of its own. */
  public Migrated migrate(
      String name, int from, Optional<Integer> to, List<String> runs, String reason, Caller by) {
    by.demand(Role.RELEASER);
    String target = target(name, from, to);
    Map<String, List<String>> refused = new LinkedHashMap<>();
    List<String> migrated = new ArrayList<>();
    for (String run : runs) {
      Optional<MigrationPreview.Candidate> candidate = candidate(name, from, target, run);
      if (candidate.isEmpty()) {
        refused.put(run, List.of("there is no such run of version " + from + " under way"));
      } else if (!candidate.get().reasons().isEmpty()) {
        refused.put(run, candidate.get().reasons());
      } else {
        move(name, from, target, candidate.get(), reason, by)
            .ifPresentOrElse(why -> refused.put(run, why), () -> migrated.add(run));
      }
    }
    return new Migrated(List.copyOf(migrated), refused);
  }

  private Optional<MigrationPreview.Candidate> candidate(
      String name, int from, String target, String run) {
    return versions.engineVersions(name, from).stream()
        .flatMap(source -> engine.previewMigration(source, target).runs().stream())
        .filter(c -> c.runId().equals(run))
        .findFirst();
  }

  /** The reasons why it was not done after all. */
  private Optional<List<String>> move(
      String name,
      int from,
      String target,
      MigrationPreview.Candidate run,
      String reason,
      Caller by) {
    Version to = versions.byEngine(target).orElseThrow();
    for (String source : versions.engineVersions(name, from)) {
      try {
        return database.inTransaction(
            h -> {
              engine.migrate(source, target, run.runId());
              moved.accept(run.runId(), target);
              audit.record(
                  by.subject(),
                  "run.migrated",
                  Optional.of(UUID.fromString(run.incidentId())),
                  Map.of(
                      "run", run.runId(),
                      "playbook", name,
                      "from", from,
                      "to", to.version(),
                      "sha256", to.sha256(),
                      "at", run.at(),
                      "reason", reason));
              return Optional.<List<String>>empty();
            });
      } catch (Database.Failed e) {
        if (!(e.getCause() instanceof MigrationRefused)) {
          throw e;
        }
      }
    }
    return Optional.of(List.of("it has gone on meanwhile; look again"));
  }

  private String target(String name, int from, Optional<Integer> to) {
    int version =
        to.or(() -> versions.live(name).map(Release::version))
            .orElseThrow(() -> NotDone.unknown("There is no playbook '" + name + "' in force"));
    if (version == from) {
      throw NotDone.malformed("from and to are the same version");
    }
    if (versions.find(name, from).isEmpty()) {
      throw NotDone.unknown("There is no version " + from + " of playbook '" + name + "'");
    }
    // The newest of the engine's: what was deployed again was found tampered with before.
    List<String> deployed = versions.engineVersions(name, version);
    if (deployed.isEmpty()) {
      throw NotDone.conflict(
          name + " version " + version + " was never released; runs only move to what was");
    }
    return deployed.get(deployed.size() - 1);
  }
}
