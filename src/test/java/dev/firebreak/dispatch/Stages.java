package dev.firebreak.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.BuiltStages;
import dev.firebreak.app.config.ApprovalsConfig;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.Vitals;
import dev.firebreak.response.Runs;
import dev.firebreak.support.AskedPlainly;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.transaction.TransactionManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** All stages of the application on a real PostgreSQL, in this JVM, with scripted vendors. */
final class Stages implements AutoCloseable {
  private static final Duration LIVENESS = Duration.ofSeconds(40);

  final Assembly assembly;
  private final EmbeddedPostgres server;
  private final AgroalDataSource pool;
  private final Path folder;
  private final ExecutorService triage = Executors.newFixedThreadPool(4);
  private final AtomicInteger wallets = new AtomicInteger();

  /**
   * Starts everything.
   *
   * @param instances connector instances: name and how many calls at once
   * @param policy what policy.dmn says
   */
  Stages(Map<String, Integer> instances, List<Playbook> playbooks, DecisionText policy)
      throws Exception {
    this(instances, playbooks, policy, new StagesConfig());
  }

  Stages(
      Map<String, Integer> instances,
      List<Playbook> playbooks,
      DecisionText policy,
      StagesConfig config)
      throws Exception {
    this(instances, playbooks, policy, config, new AskedPlainly());
  }

  Stages(
      Map<String, Integer> instances,
      List<Playbook> playbooks,
      DecisionText policy,
      StagesConfig config,
      ApprovalsConfig approvals)
      throws Exception {
    this.folder = Files.createTempDirectory("stages");
    System.setProperty(
        "ObjectStoreEnvironmentBean.objectStoreDir", folder.resolve("tx").toString());
    this.server = EmbeddedPostgres.start();
    TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    String url = server.getJdbcUrl("postgres", "postgres");
    Flyway.configure()
        .dataSource(url, "postgres", "")
        .locations("classpath:db/migration")
        .load()
        .migrate();
    this.pool = pool(url, transactions);
    AtomicReference<Assembly> built = new AtomicReference<>();
    this.assembly =
        BuiltStages.start(
            pool,
            transactions,
            new Connectors(
                instances.entrySet().stream()
                    .map(
                        e ->
                            new ConnectorInstance(
                                e.getKey(),
                                new ScriptedVendor(),
                                e.getValue(),
                                () -> Vitals.NONE,
                                () -> {}))
                    .toList()),
            write(playbooks, policy),
            config,
            approvals,
            (id, critical) -> triage.execute(() -> built.get().response.handle(id)));
    built.set(assembly);
  }

  /** An alert of rule {@code name} starts that playbook, {@code name now} does so critically. */
  private Path write(List<Playbook> playbooks, DecisionText policy) throws Exception {
    DecisionText triageTable = new DecisionText("triage", "rule", List.of("playbook", "priority"));
    for (Playbook p : playbooks) {
      triageTable.when(p.name(), p.name(), "normal");
      triageTable.when(p.name() + " now", p.name(), "critical");
      Path file = folder.resolve("playbooks").resolve(p.name()).resolve("playbook.bpmn");
      Files.createDirectories(file.getParent());
      Files.writeString(file, p.bpmn());
    }
    Files.writeString(folder.resolve("playbooks/triage.dmn"), triageTable.dmn());
    Files.writeString(folder.resolve("playbooks/policy.dmn"), policy.dmn());
    return folder.resolve("playbooks");
  }

  private static AgroalDataSource pool(String url, TransactionManager transactions)
      throws Exception {
    var synchronizations =
        new com.arjuna.ats.internal.jta.transaction.arjunacore
            .TransactionSynchronizationRegistryImple();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(24)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .transactionIntegration(
                            new NarayanaTransactionIntegration(transactions, synchronizations))
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    .principal(
                                        new io.agroal.api.security.NamePrincipal("postgres")))));
  }

  /** A wallet that no other test uses. */
  String wallet() {
    return "wallet-" + wallets.incrementAndGet();
  }

  /** Raises an alert about a wallet; answers the alert's id. */
  UUID raise(String rule, String wallet) {
    return assembly.intake.raise(
        Alert.builder("finding-" + wallet, rule)
            .severity(Severity.HIGH)
            .target(TargetType.WALLET, wallet)
            .build());
  }

  /** Raises an alert and waits for its incident. */
  UUID incident(String rule, String wallet) {
    return incidentOf(raise(rule, wallet));
  }

  /** The incident that an alert opened or joined. */
  UUID incidentOf(UUID alert) {
    return await(
            "an incident",
            () ->
                assembly.database.read(
                    h ->
                        h
                            .createQuery(
                                "select incident from alert where id = :id and incident is not"
                                    + " null")
                            .bind("id", alert)
                            .mapTo(UUID.class)
                            .findOne()
                            .stream()
                            .toList()),
            found -> !found.isEmpty())
        .get(0);
  }

  /** The incident's only action. */
  ActionRow action(UUID incident) {
    List<ActionRow> all = assembly.actions.ofIncident(incident);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** The incident's only action, once it has ended. */
  ActionRow ended(UUID incident) {
    return await("the action's end", () -> action(incident), a -> a.state().over());
  }

  ActionRow inState(UUID incident, ActionRow.State state) {
    return await("action " + state, () -> action(incident), a -> a.state() == state);
  }

  /** The incident's only run, once it is in a state. */
  Runs.Run run(UUID incident, String state) {
    return await(
        "run " + state,
        () -> assembly.runs.ofIncident(incident).get(0),
        r -> r.state().equals(state));
  }

  /** How many engine incidents a run has. */
  int engineIncidents(String run) {
    return assembly.database.read(
        h ->
            h.createQuery("select count(*) from act_ru_incident where proc_inst_id_ = :r")
                .bind("r", run)
                .mapTo(Integer.class)
                .one());
  }

  /** The kinds of an incident's audit entries, in order. */
  List<String> story(UUID incident) {
    return assembly.database.read(
        h ->
            h.createQuery("select kind from audit where incident = :i order by seq")
                .bind("i", incident)
                .mapTo(String.class)
                .list());
  }

  /**
   * Waits until the audit trail tells all of these of an incident: it is written a moment later.
   */
  void told(UUID incident, String... kinds) {
    await("the audit trail", () -> story(incident), s -> s.containsAll(List.of(kinds)));
  }

  /** Whether any audit entry has this text. */
  boolean auditSays(String text) {
    return assembly.database.read(
        h ->
            h.createQuery("select exists (select 1 from audit where position(:t in data) > 0)")
                .bind("t", text)
                .mapTo(Boolean.class)
                .one());
  }

  /** Every row of every table as text, one a line. */
  Stream<String> everyRow() {
    List<String> tables =
        assembly.database.read(
            h ->
                h.createQuery("select tablename from pg_tables where schemaname = 'public'")
                    .mapTo(String.class)
                    .list());
    return tables.stream()
        .flatMap(
            t ->
                assembly
                    .database
                    .read(
                        h ->
                            h.createQuery("select r::text from " + t + " r")
                                .mapTo(String.class)
                                .list())
                    .stream());
  }

  static <T> T await(String what, Supplier<T> ask, Predicate<T> until) {
    long deadline = System.nanoTime() + LIVENESS.toNanos();
    T seen = ask.get();
    while (!until.test(seen)) {
      assertThat(System.nanoTime()).as("%s; last seen: %s", what, seen).isLessThan(deadline);
      pause(Duration.ofMillis(20));
      seen = ask.get();
    }
    return seen;
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() throws Exception {
    triage.shutdownNow();
    assembly.close();
    pool.close();
    server.close();
  }
}
