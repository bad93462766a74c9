package dev.firebreak.app;

import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The playbooks in force, and those of the folder that were refused, with the reasons. */
public final class Playbooks {
  private static final Logger LOG = Logger.getLogger(Playbooks.class);

  private final PlaybookEngine engine;
  private final Database database;
  private final Map<String, PlaybookVersion> inForce = new ConcurrentHashMap<>();
  private final Map<String, List<PlaybookRefused.Finding>> refused = new ConcurrentHashMap<>();

  Playbooks(PlaybookEngine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * Deploys every {@code <name>/playbook.bpmn} of a folder; one that is refused does not keep the
   * others out.
   */
  public void deployAll(Path dir) throws CannotStart {
    try (Stream<Path> folders = Files.list(dir)) {
      folders.filter(f -> Files.exists(f.resolve("playbook.bpmn"))).sorted().forEach(this::deploy);
    } catch (IOException e) {
      throw new CannotStart(
          "The playbooks folder " + dir + " cannot be read. Set firebreak.playbooks.dir.", e);
    }
  }

  private void deploy(Path folder) {
    String name = String.valueOf(folder.getFileName());
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve("playbook.bpmn"));
      PlaybookVersion version = database.inTransaction(h -> engine.deploy(name, bytes));
      inForce.put(name, version);
      refused.remove(name);
    } catch (Database.Failed e) {
      if (e.getCause() instanceof PlaybookRefused r) {
        refused.put(name, r.findings());
        LOG.warnf("playbook %s is not in force: %s", name, r.getMessage());
      } else {
        throw e;
      }
    } catch (IOException e) {
      refused.put(
          name,
          List.of(
              new PlaybookRefused.Finding(
                  0, "playbook.bpmn", "cannot be read: " + e.getMessage())));
    }
  }

  public Optional<PlaybookVersion> inForce(String name) {
    return Optional.ofNullable(inForce.get(name));
  }

  public List<PlaybookVersion> all() {
    return List.copyOf(new TreeMap<>(inForce).values());
  }

  public Map<String, List<PlaybookRefused.Finding>> refused() {
    return new TreeMap<>(refused);
  }
}
