package dev.firebreak.app;

import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.app.config.ApprovalsConfig;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.config.PlaybookSourceConfig;
import dev.firebreak.app.config.VaultConfig;
import dev.firebreak.app.console.ConsolePages;
import dev.firebreak.app.messaging.Channels;
import dev.firebreak.app.secrets.SecretStore;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.engine.CamundaEngine;
import dev.firebreak.engine.EngineOptions;
import dev.firebreak.store.Database;
import dev.firebreak.worker.Workers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Builds the {@link Assembly} at start, before the HTTP door opens, and takes it apart at the end.
 */
@ApplicationScoped
public class Wiring {
  private static final Logger LOG = Logger.getLogger(Wiring.class);
  private static final Duration MOST_SKEW = Duration.ofSeconds(1);

  private final AgroalDataSource dataSource;
  private final TransactionManager transactions;
  private final Flyway flyway;
  private final FirebreakConfig config;
  private final ApprovalsConfig approvals;
  private final PlaybookSourceConfig source;
  private final Channels channels;

  /** Asked for at a release: it needs the stages, which are built here. */
  private final Instance<CaseRunner> cases;

  private final Feeds feeds = new Feeds();
  private final VaultConfig vault;
  private Optional<SecretStore> secrets = Optional.empty();
  private long actions;
  private final ScheduledExecutorService files =
      Executors.newSingleThreadScheduledExecutor(
          r -> {
            Thread t = new Thread(r, "connectors.d");
            t.setDaemon(true);
            return t;
          });
  private Optional<DeclaredConnectors> declared = Optional.empty();
  private @Nullable Assembly assembly;

  @Inject
  Wiring(
      AgroalDataSource dataSource,
      TransactionManager transactions,
      Flyway flyway,
      FirebreakConfig config,
      VaultConfig vault,
      ApprovalsConfig approvals,
      PlaybookSourceConfig source,
      Channels channels,
      Instance<CaseRunner> cases) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.flyway = flyway;
    this.config = config;
    this.vault = vault;
    this.approvals = approvals;
    this.source = source;
    this.channels = channels;
    this.cases = cases;
  }

  /** What the cases beside a playbook say about a file; tables have none. */
  private List<String> failures(String name, byte[] file) {
    if (name.equals("triage") || name.equals("policy")) {
      return List.of();
    }
    try {
      return cases.get().run(name, file).problems();
    } catch (CaseUnusable e) {
      return List.of(e.getMessage());
    }
  }

  void start(@Observes @Priority(3_000) StartupEvent event) throws IOException {
    try {
      Assembly built = build();
      assembly = built;
      checkClock(built);
      FirstPerson.make(built);
      built.playbooks.deployAll(playbooks());
      channels.connect(built.response, built.admission);
      built.start();
      actions = actions(built);
      SourceAlarm deaf = new SourceAlarm(built.intake::raise);
      var looks = files.scheduleWithFixedDelay(() -> refresh(built, deaf), 2, 2, TimeUnit.SECONDS);
      long between = source.interval().toMillis();
      var sources =
          files.scheduleWithFixedDelay(() -> look(built), between, between, TimeUnit.MILLISECONDS);
      feeds.start(built.sources, built.intake);
      announceUrl();
    } catch (CannotStart e) {
      throw new IllegalStateException(e.getMessage(), e); // Main says it in one sentence.
    }
  }

  private Assembly build() throws CannotStart {
    boolean migrate = config.database().migrate();
    if (migrate) {
      flyway.migrate();
    }
    Tables tables = Tables.read(playbooks());
    Rules rules = Rules.read(playbooks());
    Sources sources = Sources.open(config.sources(), secrets());
    Database database = new Database(dataSource, transactions);
    return new Assembly(
        database,
        workers -> connectors(database, workers),
        sources,
        tables,
        rules,
        (data, listener, c, released) ->
            new CamundaEngine(
                dataSource,
                transactions,
                data,
                listener,
                c::knows,
                migrate,
                new EngineOptions(true, released)),
        PlaybookSource.of(source, this::failures),
        config,
        approvals,
        Clock.systemUTC(),
        channels::accepted,
        channels::sealed);
  }

  private SecretStore secrets() throws CannotStart {
    if (secrets.isEmpty()) {
      try {
        secrets = Optional.of(SecretStore.of(vault, Clock.systemUTC()));
      } catch (IllegalArgumentException e) {
        throw new CannotStart("firebreak.vault: " + e.getMessage() + ".", e);
      }
    }
    return secrets.get();
  }

  private Connectors connectors(Database database, Workers workers) throws CannotStart {
    ConnectorLoader loader = new ConnectorLoader(database, workers, secrets(), Clock.systemUTC());
    List<ConnectorInstance> all = new ArrayList<>(loader.open(config.connectors()));
    DeclaredConnectors declared =
        new DeclaredConnectors(
            Path.of(config.home()).resolve("connectors.d"), loader, config.connectors().keySet());
    all.addAll(declared.open());
    this.declared = Optional.of(declared);
    return new Connectors(all);
  }

  /** A playbook that waited for its connector, or for its secret, is put in force when it comes. */
  private void refresh(Assembly built, SourceAlarm deaf) {
    try {
      secrets().round();
      feeds.look(built.sources, built.intake);
      deaf.look(built.sources.problems(), Instant.now(Clock.systemUTC()));
      long before = actions;
      actions = actions(built);
      if (declared.filter(d -> d.refresh(built.connectors)).isPresent() || actions > before) {
        built.playbooks.deployAll(playbooks());
      }
    } catch (CannotStart | RuntimeException e) {
      LOG.errorf(e, "connectors.d and secrets could not be looked at; the next round tries again");
    }
  }

  /** What the connectors say they can do; some say it only once their secrets are there. */
  private static long actions(Assembly built) {
    return built.connectors.all().stream().mapToLong(c -> c.actions().size()).sum();
  }

  private static void look(Assembly built) {
    try {
      built.playbooks.look();
    } catch (RuntimeException e) {
      LOG.errorf(e, "the playbooks' source could not be looked at; the next round tries again");
    }
  }

  private Path playbooks() {
    return Path.of(config.playbooks().dir()).toAbsolutePath().normalize();
  }

  /** Locks and due times come from our clock, so it must agree with the database's. */
  private static void checkClock(Assembly built) throws CannotStart {
    Duration skew = built.nodes.skew().abs();
    if (skew.compareTo(MOST_SKEW) > 0) {
      throw new CannotStart(
          "This machine's clock differs from the database's by "
              + skew.toMillis()
              + " ms; deadlines would be wrong. Synchronise both (NTP) and start again.");
    }
  }

  private static void announceUrl() throws IOException {
    String url = new Address().url();
    Home.open()
        .write(
            "server.json",
            "{\"url\":\"" + url + "\",\"pid\":" + ProcessHandle.current().pid() + "}\n");
    if (ConsolePages.isBuilt()) {
      System.out.println("Console: " + url + "/");
    }
  }

  void stop(@Observes ShutdownEvent event) {
    feeds.close();
    files.shutdownNow();
    if (assembly != null) {
      try {
        assembly.close();
        secrets.ifPresent(SecretStore::close);
      } catch (Exception e) {
        LOG.warnf(e, "stopping was not clean; nothing is lost, the next start takes it up");
      }
    }
  }

  /** What the resources use. */
  @Produces
  Assembly assembly() {
    if (assembly == null) {
      throw new IllegalStateException("not started");
    }
    return assembly;
  }
}
