package dev.firebreak.app;

import dev.firebreak.action.Connectors;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.Decisions;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.playbook.Drafts;
import dev.firebreak.playbook.FolderTruth;
import dev.firebreak.playbook.GitTruth;
import dev.firebreak.playbook.InForce;
import dev.firebreak.playbook.LifeCycle;
import dev.firebreak.playbook.LiveTable;
import dev.firebreak.playbook.Migrations;
import dev.firebreak.playbook.PlaybookVersions;
import dev.firebreak.playbook.Problems;
import dev.firebreak.playbook.ReleasedFiles;
import dev.firebreak.playbook.Sync;
import dev.firebreak.playbook.Version;
import dev.firebreak.response.Runs;
import dev.firebreak.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The life of playbooks and tables, built once: what is in force, drafts, releases, sources. */
public final class Playbooks {
  public final PlaybookVersions versions;
  public final Drafts drafts;
  public final Problems problems;
  public final LifeCycle lifeCycle;
  public final Migrations migrations;
  public final Runs runs;
  private final InForce inForce;
  private final PlaybookSource source;
  private final Clock clock;
  private Optional<Sync> sync = Optional.empty();

  Playbooks(
      Database database,
      PlaybookEngine engine,
      Connectors connectors,
      Map<String, LiveTable> tables,
      Runs runs,
      PlaybookSource source,
      ReleasedFiles released,
      Audit audit,
      Clock clock) {
    Decisions decisions = new Decisions();
    this.runs = runs;
    this.source = source;
    this.clock = clock;
    this.versions = new PlaybookVersions(database);
    this.drafts = new Drafts(database, audit, clock);
    this.problems = new Problems(engine, decisions, connectors::inputs);
    this.inForce = new InForce(database, versions, engine, decisions, tables, released);
    this.lifeCycle =
        new LifeCycle(
            database,
            versions,
            drafts,
            problems,
            engine,
            inForce,
            source.publisher(),
            source.tests(),
            audit,
            clock);
    this.migrations = new Migrations(database, versions, engine, runs::moved, audit);
  }

  /**
   * Takes over what leads, from the folder or the branch, and puts in force what is released; one
   * that is refused does not keep the others out.
   */
  public synchronized void deployAll(Path dir) throws CannotStart {
    if (!Files.isDirectory(dir)) {
      throw new CannotStart(
          "The playbooks folder " + dir + " cannot be read. Set firebreak.playbooks.dir.");
    }
    if (sync.isEmpty()) {
      sync =
          Optional.of(
              new Sync(
                  versions,
                  lifeCycle,
                  problems,
                  source.lead(),
                  new FolderTruth(dir),
                  source.git(),
                  clock));
    }
    sync.get().look(true);
    inForce.load();
    Optional<String> problem = sync.get().problem();
    if (problem.isPresent() && inForce.playbooks().isEmpty()) {
      throw new CannotStart(
          "No playbook is in force, and "
              + sync.get().where()
              + " "
              + problem.get()
              + ". Set firebreak.playbook-source.");
    }
  }

  /** Looks at folder and branch again, and at what was released on other nodes. */
  public void look() {
    sync().ifPresent(s -> s.look(false));
    inForce.refresh();
  }

  /** Takes over what was released on other nodes. */
  void refresh() {
    inForce.refresh();
  }

  public synchronized Optional<Sync> sync() {
    return sync;
  }

  public Optional<GitTruth> git() {
    return source.git();
  }

  public Optional<PlaybookVersion> inForce(String name) {
    return inForce.playbook(name);
  }

  /**
   * A version with its file.
   *
   * @param which a number, or {@code live}
   */
  public Optional<Version> version(String name, String which) {
    if (which.equals("live")) {
      return lifeCycle.live(name);
    }
    return which.matches("[1-9][0-9]{0,8}")
        ? versions.find(name, Integer.parseInt(which))
        : Optional.empty();
  }

  public List<PlaybookVersion> all() {
    return inForce.playbooks();
  }

  /** What is not in force, with the reasons; from wherever it comes. */
  public Map<String, List<PlaybookRefused.Finding>> refused() {
    Map<String, List<PlaybookRefused.Finding>> all = new TreeMap<>(inForce.refused());
    sync().ifPresent(s -> s.refused().forEach((name, r) -> all.put(name, r.findings())));
    return all;
  }

  /** Where places differ, a sentence each. */
  public List<String> drift() {
    return sync().stream()
        .flatMap(s -> s.drifts().values().stream())
        .map(Sync.Drift::sentence)
        .toList();
  }
}
