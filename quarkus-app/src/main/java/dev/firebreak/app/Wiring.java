package dev.firebreak.app;

import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.messaging.Channels;
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
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
  private final Channels channels;
  private final Feeds feeds = new Feeds();
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
      Channels channels) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.flyway = flyway;
    this.config = config;
    this.channels = channels;
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
      var looks = files.scheduleWithFixedDelay(() -> refresh(built), 2, 2, TimeUnit.SECONDS);
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
    Sources sources = Sources.open(config.sources());
    Database database = new Database(dataSource, transactions);
    return new Assembly(
        database,
        workers -> connectors(database, workers),
        sources,
        tables,
        (data, listener, c) ->
            new CamundaEngine(
                dataSource,
                transactions,
                data,
                listener,
                c::knows,
                migrate,
                EngineOptions.standard()),
        config,
        Clock.systemUTC(),
        channels::accepted,
        channels::sealed);
  }

  private Connectors connectors(Database database, Workers workers) throws CannotStart {
    ConnectorLoader loader = new ConnectorLoader(database, workers, Clock.systemUTC());
    List<ConnectorInstance> all = new ArrayList<>(loader.open(config.connectors()));
    DeclaredConnectors declared =
        new DeclaredConnectors(
            Path.of(config.home()).resolve("connectors.d"), loader, config.connectors().keySet());
    all.addAll(declared.open());
    this.declared = Optional.of(declared);
    return new Connectors(all);
  }

  /** A playbook that waited for its connector is put in force when it comes. */
  private void refresh(Assembly built) {
    try {
      if (declared.filter(d -> d.refresh(built.connectors)).isPresent()) {
        built.playbooks.deployAll(playbooks());
      }
    } catch (CannotStart | RuntimeException e) {
      LOG.errorf(e, "connectors.d could not be looked at; the next round tries again");
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
    Home.open()
        .write(
            "server.json",
            "{\"url\":\""
                + new Address().url()
                + "\",\"pid\":"
                + ProcessHandle.current().pid()
                + "}\n");
  }

  void stop(@Observes ShutdownEvent event) {
    feeds.close();
    files.shutdownNow();
    if (assembly != null) {
      try {
        assembly.close();
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
