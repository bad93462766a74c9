package dev.firebreak.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.AppHome;
import dev.firebreak.bench.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The application ends in the middle of running incidents and goes on after a restart. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartIT {
  private static Contain4 world;
  private static AppProcess app;

  @BeforeAll
  static void start() {
    world = new Contain4();
    app = world.prepare("restart", "node-1");
    world.start(app, "first");
  }

  @AfterAll
  static void stop() {
    app.stopAll();
    world.close();
  }

  @Test
  @Order(1)
  void aStopInTheMiddleOfRunningIncidentsOnlyInterruptsThem() {
    world.sendUntilCall(app, "stopped", 40, app::stop);

    world.start(app, "after-stop");

    world.awaitDone("stopped");
    assertThat(world.accepted("stopped")).isNotEmpty();
    assertThat(world.doneTwice("stopped")).isEmpty();
  }

  @Test
  @Order(2)
  void whatWasAcceptedSurvivesTheDeathOfApplicationAndDatabaseAtOnce() {
    world.sendUntilCall(app, "killed", 40, app::killWithDatabase);

    world.start(app, "after-kill");

    world.awaitDone("killed");
    assertThat(world.accepted("killed")).isNotEmpty();
    assertThat(world.doneTwice("killed")).isEmpty();
  }

  @Test
  @Order(3)
  void noSecretIsInTheDatabaseOrTheLog() throws IOException, SQLException {
    List<String> secrets = List.of(AppHome.VENDOR_TOKEN, world.secret());

    List<String> found =
        everyRow().stream().filter(r -> secrets.stream().anyMatch(r::contains)).toList();

    assertThat(found).isEmpty();
    assertThat(Files.readString(app.log())).doesNotContain(secrets);
  }

  private static List<String> everyRow() throws SQLException {
    Map<String, String> at = app.databaseEnvironment();
    try (Connection c =
            DriverManager.getConnection(
                at.get("FIREBREAK_DB_URL"),
                at.get("FIREBREAK_DB_USER"),
                at.get("FIREBREAK_DB_PASSWORD"));
        Statement s = c.createStatement()) {
      List<String> rows = new ArrayList<>();
      for (String table :
          column(s, "select tablename from pg_tables where schemaname = 'public'")) {
        rows.addAll(column(s, "select r::text from " + table + " r"));
      }
      return rows;
    }
  }

  private static List<String> column(Statement s, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        all.add(r.getString(1));
      }
    }
    return all;
  }
}
