package dev.firebreak.app.cases;

import dev.firebreak.app.Home;
import dev.firebreak.app.Tables;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseReport;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseStages.Offer;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.cases.Diagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plays cases of a playbooks folder without a server. Its database is in a folder of its own, which
 * {@link #close} removes.
 */
public final class LocalCases implements AutoCloseable {
  private final Path playbooks;
  private final UnsetConnectors connectors;
  private final Path folder;
  private final StagedCases stages;
  private final Map<String, byte[]> files;
  private final CaseRunner runner;

  /**
   * @param playbooks the folder with {@code triage.dmn}, {@code policy.dmn} and one folder a
   *     playbook
   * @param home names connector instances; need not exist
   * @throws CaseUnusable a sentence about what the folder lacks
   */
  public LocalCases(Path playbooks, Path home) throws CaseUnusable, IOException {
    this.playbooks = playbooks;
    this.connectors = new UnsetConnectors(home);
    this.files = files(playbooks);
    Tables tables = tables(playbooks);
    this.folder = Files.createTempDirectory("firebreak-cases");
    System.setProperty(
        "ObjectStoreEnvironmentBean.objectStoreDir", folder.resolve("transactions").toString());
    this.stages =
        new StagedCases(
            Home.at(folder),
            com.arjuna.ats.jta.TransactionManager.transactionManager(),
            new com.arjuna.ats.internal.jta.transaction.arjunacore
                .TransactionSynchronizationRegistryImple(),
            () -> tables,
            this::offers);
    this.runner = new CaseRunner(stages, this::cases, () -> files);
  }

  private static Tables tables(Path playbooks) throws CaseUnusable {
    try {
      return Tables.read(playbooks);
    } catch (dev.firebreak.app.CannotStart e) {
      throw new CaseUnusable(
          "Cases are played with triage.dmn and policy.dmn of the folder that holds the playbook. "
              + e.getMessage());
    }
  }

  private static Map<String, byte[]> files(Path playbooks) throws CaseUnusable {
    Map<String, byte[]> all = new HashMap<>();
    try (Stream<Path> folders = Files.list(playbooks)) {
      for (Path f : folders.filter(x -> Files.exists(x.resolve("playbook.bpmn"))).toList()) {
        all.put(String.valueOf(f.getFileName()), Files.readAllBytes(f.resolve("playbook.bpmn")));
      }
      return all;
    } catch (IOException e) {
      throw new CaseUnusable(playbooks + " cannot be read: " + e.getMessage());
    }
  }

  private Collection<Offer> offers() {
    Set<String> named = new TreeSet<>();
    for (byte[] bpmn : files.values()) {
      try {
        for (Diagram.Step s : Diagram.read(bpmn).steps()) {
          if (s.topic().contains(".")) {
            named.add(s.topic().substring(0, s.topic().indexOf('.')));
          }
        }
      } catch (CaseUnusable e) {
        // The gate says what is wrong with it.
      }
    }
    return connectors.offers(named);
  }

  private List<Case> cases(String playbook) throws CaseUnusable {
    return CaseFiles.ofPlaybook(playbooks.resolve(playbook));
  }

  /** Names of the playbooks of the folder, in order. */
  public List<String> names() {
    return new ArrayList<>(new TreeSet<>(files.keySet()));
  }

  /** Plays all cases of a playbook. */
  public CaseReport run(String playbook) throws CaseUnusable {
    return runner.run(playbook, bpmn(playbook));
  }

  /** Plays some cases of it. */
  public CaseReport run(String playbook, List<Case> cases) throws CaseUnusable {
    return runner.run(playbook, bpmn(playbook), cases);
  }

  private byte[] bpmn(String playbook) throws CaseUnusable {
    byte[] bpmn = files.get(playbook);
    if (bpmn == null) {
      throw new CaseUnusable("there is no " + playbooks.resolve(playbook).resolve("playbook.bpmn"));
    }
    return bpmn;
  }

  /** Why a connector that a playbook names could not be offered, by instance. */
  public Map<String, String> connectorProblems() {
    return connectors.problems();
  }

  @Override
  public void close() throws IOException {
    stages.close();
    StagedCases.delete(folder);
  }
}
