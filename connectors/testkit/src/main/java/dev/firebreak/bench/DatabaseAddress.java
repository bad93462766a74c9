package dev.firebreak.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** A database to ask for its counters. */
record DatabaseAddress(String jdbcUrl, String user, String password) {
  /**
   * A backend reports its counters when it has been idle for 10 s (PGSTAT_IDLE_INTERVAL), at the
   * latest.
   */
  private static final Duration COUNTERS_LAG = Duration.ofSeconds(11);

  /** Transactions committed in this database so far, without those of the last second or so. */
  long committed() {
    try (Connection c = DriverManager.getConnection(jdbcUrl, user, password);
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "select xact_commit from pg_stat_database where datname = current_database()")) {
      r.next();
      return r.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the counters of " + jdbcUrl, e);
    }
  }

  /** The same, complete; takes 11 s. */
  long committedWhenQuiet() {
    Waiting.sleep(COUNTERS_LAG);
    return committed();
  }

  /** Actions whose call is recorded as answered: {@code <step> <alert id>}. */
  Set<String> recordedActions() {
    Set<String> found = new HashSet<>();
    try (Connection c = DriverManager.getConnection(jdbcUrl, user, password);
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "select split_part(topic, '.', 2) || ' ' || (input ->> 'id') from action"
                    + " where state not in ('WAITING', 'REQUESTED', 'UNKNOWN')")) {
      while (r.next()) {
        found.add(r.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the actions of " + jdbcUrl, e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return jdbcUrl;
  }
}
