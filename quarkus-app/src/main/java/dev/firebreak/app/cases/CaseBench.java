package dev.firebreak.app.cases;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.CannotStart;
import dev.firebreak.app.Home;
import dev.firebreak.app.Tables;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseRecorder;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseStages;
import dev.firebreak.cases.CaseStages.Offer;
import dev.firebreak.cases.Shadows;
import dev.firebreak.cases.StepData;
import dev.firebreak.response.PlaybookData;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The server's runner of cases: the connectors that are configured, the playbooks that are in
 * force, and a database of its own under the home folder, which is started when the first case is
 * played.
 */
@ApplicationScoped
public class CaseBench {
  private static final Logger LOG = Logger.getLogger(CaseBench.class);

  private final Assembly assembly;
  private final StagedCases stages;
  private final CaseRunner runner;
  private final CaseRecorder recorder;
  private final Shadows shadows;
  private final StepData data;
  private final ScheduledExecutorService lane =
      Executors.newSingleThreadScheduledExecutor(CaseBench::shadowThread);

  @Inject
  CaseBench(
      Assembly assembly,
      FirebreakConfig config,
      TransactionManager transactions,
      TransactionSynchronizationRegistry synchronizations) {
    this.assembly = assembly;
    Path folder = Path.of(config.playbooks().dir()).toAbsolutePath().normalize();
    this.stages =
        new StagedCases(
            home(config), transactions, synchronizations, () -> tables(folder), this::offers);
    this.runner =
        new CaseRunner(stages, name -> CaseFiles.ofPlaybook(folder.resolve(name)), this::playbooks);
    this.recorder =
        new CaseRecorder(
            assembly.incidents,
            assembly.inbox,
            assembly.runs,
            assembly.actions,
            assembly.approvals,
            assembly.trail);
    this.shadows =
        new Shadows(
            assembly.database,
            assembly.runs,
            runner,
            recorder,
            id -> assembly.database.inTransaction(h -> assembly.engine.bpmn(id)),
            assembly.audit,
            Clock.systemUTC());
    this.data =
        new StepData(
            assembly.database,
            assembly.runs,
            assembly.trail,
            new PlaybookData(
                assembly.database,
                assembly.incidents,
                assembly.actions,
                assembly.heads,
                Clock.systemUTC()));
  }

  private static Thread shadowThread(Runnable work) {
    Thread thread = new Thread(work, "shadow");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** After the stages. */
  void start(@Observes @Priority(4_000) StartupEvent event) {
    var rounds = lane.scheduleWithFixedDelay(this::round, 5, 2, TimeUnit.SECONDS);
  }

  private void round() {
    try {
      shadows.round();
    } catch (RuntimeException e) {
      LOG.errorf(e, "shadows could not be played; the next round tries again");
    }
  }

  private static Home home(FirebreakConfig config) {
    try {
      return Home.at(Path.of(config.home()).resolve("cases"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tables tables(Path folder) {
    try {
      return Tables.read(folder);
    } catch (CannotStart e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private Collection<Offer> offers() {
    return assembly.connectors.all().stream()
        .map(c -> new Offer(c.name(), c.kind(), c.actions()))
        .toList();
  }

  private Map<String, byte[]> playbooks() {
    return assembly.database.inTransaction(
        h ->
            assembly.playbooks.all().stream()
                .collect(
                    Collectors.toMap(
                        v -> v.name(), v -> assembly.engine.bpmn(v.versionId()).orElseThrow())));
  }

  @Produces
  @Singleton
  CaseRunner runner() {
    return runner;
  }

  @Produces
  @Singleton
  CaseRecorder recorder() {
    return recorder;
  }

  @Produces
  @Singleton
  Shadows shadows() {
    return shadows;
  }

  @Produces
  @Singleton
  StepData data() {
    return data;
  }

  @Produces
  @Singleton
  CaseStages.Maker maker() {
    return stages;
  }

  /** Not where the start failed before this was made. */
  void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
    lane.shutdownNow();
    stages.close();
  }
}
