package dev.firebreak.metrics;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import dev.firebreak.store.TooMuch;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Runs one counting query over a window, with a limit on its time. */
final class Counting {
  private static final int SECONDS = 10;

  /** Weeks begin on a Monday. */
  static final String BUCKET =
      "date_bin(cast(:bucket as interval), %s, timestamptz '2001-01-01 00:00:00+00')";

  private final Database database;

  Counting(Database database) {
    this.database = database;
  }

  /**
   * @param sql with {@code :from}, {@code :to} and {@code :bucket}
   * @throws TooMuch when the time is over
   */
  <T> List<T> count(String sql, Window window, RowMapper<T> row) {
    try {
      return database.read(
          h ->
              h.createQuery(sql)
                  .setQueryTimeout(SECONDS)
                  .bind("from", Rows.at(window.from()))
                  .bind("to", Rows.at(window.to()))
                  .bind("bucket", window.bucket().toSeconds() + " seconds")
                  .map(row)
                  .list());
    } catch (UnableToExecuteStatementException e) {
      throw TooMuch.of(e, "Counting this took too long and was ended. Ask for a shorter time.");
    }
  }

  /** The three percentiles of a column; zero where nothing was measured. */
  static Percentiles percentiles(ResultSet r, String column) throws SQLException {
    Array array = r.getArray(column);
    if (array == null) {
      return new Percentiles(0, 0, 0);
    }
    Double[] values = (Double[]) array.getArray();
    return new Percentiles(values[0], values[1], values[2]);
  }
}
