package dev.firebreak.console;

import dev.firebreak.support.Alerts;
import dev.firebreak.support.Database;
import dev.firebreak.support.Firebreak;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Incidents of the last hour: they happen now, and are then moved back in the tables. */
final class Past {
  private static final List<Integer> MINUTES_AGO = List.of(52, 41, 33, 26, 17, 8);

  private final Firebreak app;

  Past(Firebreak app) {
    this.app = app;
  }

  /**
   * One every few minutes; of each second one somebody took note, and each third was told twice.
   */
  void happen() throws SQLException {
    Database database = Database.asSuperuser(app);
    for (int i = 0; i < MINUTES_AGO.size(); i++) {
      String wallet = "hot-past-" + i;
      Map<String, Object> alert = Alerts.outflow(wallet, "high");
      String incident = app.incident(alert);
      app.action(incident, "exchange.freeze-wallet-withdrawals", "wallet:" + wallet, "confirmed");
      if (i % 2 == 0) {
        app.operator()
            .post("/api/v1/incidents/" + incident + "/notes", Map.of("text", "Looking into it."))
            .json(201);
      }
      if (i % 3 == 0) {
        app.siem(alert).json(202);
      }
      database.run(back(incident, MINUTES_AGO.get(i)));
    }
  }

  private static String[] back(String incident, int minutes) {
    String by = " - interval '" + minutes + " minutes'";
    String of = " where incident = '" + incident + "'";
    return new String[] {
      "update incident set opened_at = opened_at"
          + by
          + ", first_alert_at = first_alert_at"
          + by
          + " where id = '"
          + incident
          + "'",
      "update action set requested_at = requested_at"
          + by
          + ", applied_at = applied_at"
          + by
          + ", ended_at = ended_at"
          + by
          + of,
      "update message set received_at = received_at"
          + by
          + " where id in (select message from"
          + " alert"
          + of
          + ")",
      "update alert set received_at = received_at" + by + of,
      "update run set started_at = started_at" + by + of
    };
  }
}
