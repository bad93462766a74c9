package dev.firebreak.app;

import dev.firebreak.action.Connectors;
import dev.firebreak.app.config.ApprovalsConfig;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.secrets.SecretStore;
import dev.firebreak.engine.CamundaEngine;
import dev.firebreak.engine.EngineOptions;
import dev.firebreak.intake.Intake;
import dev.firebreak.store.Database;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;

/** The {@link Assembly} as {@link Wiring} builds it, without Quarkus and without sources. */
public final class BuiltStages {
  private BuiltStages() {}

  /**
   * Builds and starts all stages.
   *
   * @param playbooks a folder with both tables and the playbooks
   */
  public static Assembly start(
      DataSource dataSource,
      TransactionManager transactions,
      Connectors connectors,
      Path playbooks,
      FirebreakConfig config,
      ApprovalsConfig approvals,
      Intake.Announcer announcer)
      throws CannotStart {
    Assembly built =
        new Assembly(
            new Database(dataSource, transactions),
            workers -> connectors,
            Sources.open(Map.of(), SecretStore.local()),
            Tables.read(playbooks),
            Rules.read(playbooks),
            (data, listener, c, released) ->
                new CamundaEngine(
                    dataSource,
                    transactions,
                    data,
                    listener,
                    c::knows,
                    true,
                    new EngineOptions(true, released)),
            config,
            approvals,
            Clock.systemUTC(),
            announcer,
            entries -> {});
    built.playbooks.deployAll(playbooks);
    if (!built.playbooks.refused().isEmpty()) {
      throw new IllegalArgumentException("refused playbooks: " + built.playbooks.refused());
    }
    built.start();
    return built;
  }
}
