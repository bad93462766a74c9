package dev.firebreak.app.cases;

import dev.firebreak.action.Connectors;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.CannotStart;
import dev.firebreak.app.Home;
import dev.firebreak.app.Rules;
import dev.firebreak.app.Sources;
import dev.firebreak.app.Tables;
import dev.firebreak.cases.CaseClock;
import dev.firebreak.cases.CaseStages;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The real stages for cases, on a database that is started at the first play. One play at a time,
 * which {@link dev.firebreak.cases.CaseRunner} sees to.
 */
public final class StagedCases implements CaseStages.Maker, AutoCloseable {
  private final Home home;
  private final TransactionManager transactions;
  private final TransactionSynchronizationRegistry synchronizations;
  private final Supplier<Tables> tables;
  private final Supplier<Collection<CaseStages.Offer>> offers;
  private Optional<CaseDatabase> database = Optional.empty();
  private Optional<CaseEngine> engine = Optional.empty();
  private volatile Optional<Assembly> playing = Optional.empty();

  /**
   * @param home folder of the database
   * @param tables triage and policy, asked for at each play
   * @param offers what playbooks may call, asked for at each play
   */
  public StagedCases(
      Home home,
      TransactionManager transactions,
      TransactionSynchronizationRegistry synchronizations,
      Supplier<Tables> tables,
      Supplier<Collection<CaseStages.Offer>> offers) {
    this.home = home;
    this.transactions = transactions;
    this.synchronizations = synchronizations;
    this.tables = tables;
    this.offers = offers;
  }

  @Override
  public Collection<CaseStages.Offer> offers() {
    return offers.get();
  }

  @Override
  public synchronized CaseStages make(
      Connectors vendors, CaseClock clock, Map<String, byte[]> playbooks) throws Exception {
    CaseDatabase store = open();
    Assembly stages =
        new Assembly(
            store.database(),
            workers -> vendors,
            Sources.open(Map.of(), dev.firebreak.app.secrets.SecretStore.local()),
            tables.get(),
            Rules.NONE,
            (data, listener, connectors, released) ->
                engine.orElseThrow().lend(data, listener, connectors),
            CaseSettings.of(home.dir()),
            CaseSettings.approvals(),
            clock,
            (alert, critical) -> handle(playing.orElseThrow(), alert),
            batch -> {});
    playing = Optional.of(stages);
    deploy(stages, playbooks);
    return new CaseStages(
        stages.intake,
        stages.incidents,
        stages.runs,
        stages.actions,
        stages.approvals,
        stages.people,
        stages.trail,
        stages.engine,
        stages.playbooks.refused(),
        engine.orElseThrow().flows(),
        stages);
  }

  private static void handle(Assembly stages, UUID alert) {
    if (!stages.response.handle(alert)) {
      throw new IllegalStateException("the alert could not be worked on; see the log");
    }
  }

  private CaseDatabase open() throws CannotStart, SQLException {
    if (database.isEmpty()) {
      database = Optional.of(new CaseDatabase(home, transactions, synchronizations));
      engine = Optional.of(new CaseEngine(database.get()));
      forget(database.get());
    }
    return database.get();
  }

  /** What a play that was killed left open must not take the next one's alerts. */
  private static void forget(CaseDatabase store) {
    store
        .database()
        .inTransaction(
            h -> h.execute("update incident set state = 'CLOSED' where state <> 'CLOSED'"));
  }

  /** By the same way as the folder's files, the gate included. */
  private static void deploy(Assembly stages, Map<String, byte[]> playbooks)
      throws IOException, CannotStart {
    Path folder = Files.createTempDirectory("firebreak-playbooks");
    try {
      for (Map.Entry<String, byte[]> e : playbooks.entrySet()) {
        Path own = Files.createDirectory(folder.resolve(e.getKey()));
        Files.write(own.resolve("playbook.bpmn"), e.getValue());
      }
      stages.playbooks.deployAll(folder);
    } finally {
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  @Override
  public synchronized void close() {
    engine.ifPresent(CaseEngine::close);
    database.ifPresent(CaseDatabase::close);
    engine = Optional.empty();
    database = Optional.empty();
  }
}
