package dev.firebreak.app;

import dev.firebreak.action.Connectors;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.messaging.Channels;
import dev.firebreak.engine.CamundaEngine;
import dev.firebreak.engine.EngineOptions;
import dev.firebreak.store.Database;
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
import org.eclipse.microprofile.config.ConfigProvider;
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
      firstPerson(built);
      built.playbooks.deployAll(playbooks());
      channels.connect(built.response, built.admission);
      built.start();
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
    Connectors connectors = ConnectorLoader.open(config.connectors());
    Sources sources = Sources.open(config.sources());
    Database database = new Database(dataSource, transactions);
    return new Assembly(
        database,
        connectors,
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

  private void firstPerson(Assembly built) throws IOException, CannotStart {
    if (built.persons.list().isEmpty()) {
      Home home = Home.open();
      String token = home.secret("token");
      built.persons.add("operator", token);
      System.out.println(
          "First start: the API token of 'operator' is "
              + token
              + " (also in "
              + home.path("token")
              + ")");
    }
  }

  private static void announceUrl() throws IOException {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    String host = ConfigProvider.getConfig().getValue("quarkus.http.host", String.class);
    Home.open()
        .write(
            "server.json",
            "{\"url\":\"http://"
                + host
                + ":"
                + port
                + "\",\"pid\":"
                + ProcessHandle.current().pid()
                + "}\n");
  }

  void stop(@Observes ShutdownEvent event) {
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
