package dev.firebreak.playbook;

import dev.firebreak.engine.Decisions;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.engine.PlaybookRefused.Finding;
import dev.firebreak.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What is in force on this node. A release on another node is here with the next {@link #refresh},
 * a second later at most. Safe for all threads.
 */
public final class InForce {
  private static final Logger LOG = Logger.getLogger(InForce.class);

  private final Database database;
  private final PlaybookVersions versions;
  private final PlaybookEngine engine;
  private final Decisions decisions;
  private final Map<String, LiveTable> tables;
  private final ReleasedFiles released;
  private final Map<String, PlaybookVersion> playbooks = new ConcurrentHashMap<>();
  private final Map<String, List<Finding>> refused = new ConcurrentHashMap<>();
  private volatile long seen = -1;

  /**
   * @param tables by name
   */
  public InForce(
      Database database,
      PlaybookVersions versions,
      PlaybookEngine engine,
      Decisions decisions,
      Map<String, LiveTable> tables,
      ReleasedFiles released) {
    this.database = database;
    this.versions = versions;
    this.engine = engine;
    this.decisions = decisions;
    this.tables = Map.copyOf(tables);
    this.released = released;
  }

  /** The version of a playbook that alerts start; its number is ours, its id the engine's. */
  public Optional<PlaybookVersion> playbook(String name) {
    return Optional.ofNullable(playbooks.get(name));
  }

  public List<PlaybookVersion> playbooks() {
    return List.copyOf(new TreeMap<>(playbooks).values());
  }

  /** Released, and yet not in force: a connector has gone, or the bytes are not what they were. */
  public Map<String, List<Finding>> refused() {
    return new TreeMap<>(refused);
  }

  /** Takes over what has been released since, on any node. */
  public void refresh() {
    long newest = versions.newestRelease();
    if (newest != seen) {
      load();
      seen = newest;
    }
  }

  /** Takes everything over anew: a connector may have come or gone. */
  public synchronized void load() {
    versions.names().forEach(this::load);
  }

  private void load(String name) {
    try {
      if (Kind.of(name) == Kind.DMN) {
        loadTable(name);
      } else {
        database.inTransaction(h -> deploy(name)).ifPresent(v -> playbooks.put(name, v));
      }
      refused.remove(name);
    } catch (Database.Failed e) {
      if (e.getCause() instanceof PlaybookRefused r) {
        refuse(name, r.findings());
      } else {
        throw e;
      }
    } catch (PlaybookRefused r) {
      refuse(name, r.findings());
    } catch (IllegalStateException changed) {
      refuse(name, List.of(new Finding(0, "file", String.valueOf(changed.getMessage()))));
    }
  }

  private void refuse(String name, List<Finding> findings) {
    refused.put(name, findings);
    LOG.warnf("playbook %s is not in force: %s", name, findings);
  }

  private void loadTable(String name) throws PlaybookRefused {
    LiveTable table = tables.get(name);
    Optional<Release> live = versions.live(name);
    if (table != null && live.isPresent()) {
      Version v = versions.find(name, live.get().version()).orElseThrow();
      demandReleased(v);
      if (!table.sha256().equals(v.sha256())) {
        table.put(decisions.read(name, v.content()));
      }
    }
  }

  private Optional<PlaybookVersion> deploy(String name) throws PlaybookRefused {
    versions.lock(name);
    Optional<Release> live = versions.live(name);
    if (live.isEmpty()) {
      return Optional.empty();
    }
    Version v = versions.find(name, live.get().version()).orElseThrow();
    demandReleased(v);
    PlaybookVersion deployed = engine.deploy(name, v.content());
    versions.deployed(v, deployed.versionId());
    return Optional.of(numbered(deployed, v));
  }

  private void demandReleased(Version v) throws PlaybookRefused {
    Optional<String> problem = released.problem(v.playbook(), v.sha256());
    if (problem.isPresent()) {
      throw new PlaybookRefused(
          v.playbook(), List.of(new Finding(0, "file", problem.orElseThrow())));
    }
  }

  private static PlaybookVersion numbered(PlaybookVersion deployed, Version v) {
    return new PlaybookVersion(
        deployed.versionId(), v.playbook(), v.version(), v.sha256(), deployed.title());
  }
}
