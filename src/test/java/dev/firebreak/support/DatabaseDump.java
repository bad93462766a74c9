package dev.firebreak.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that an application's database holds. */
public final class DatabaseDump {
  private static final String TABLES =
      "select quote_ident(table_schema) || '.' || quote_ident(table_name) from"
          + " information_schema.tables where table_type = 'BASE TABLE' and table_schema not in"
          + " ('pg_catalog', 'information_schema')";

  private DatabaseDump() {}

  /** The rows of each table as text; bytes are hexadecimal in it. */
  public static Map<String, List<String>> of(Firebreak app) throws SQLException {
    Map<String, List<String>> all = new TreeMap<>();
    try (Connection c =
            DriverManager.getConnection(
                app.database().path("jdbcUrl").asText(),
                "postgres",
                app.secretFile("database/superuser.password"));
        Statement s = c.createStatement()) {
      for (String table : column(s, TABLES)) {
        all.put(table, column(s, "select t::text from " + table + " t"));
      }
    }
    return all;
  }

  private static List<String> column(Statement s, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (ResultSet rows = s.executeQuery(sql)) {
      while (rows.next()) {
        all.add(String.valueOf(rows.getString(1)));
      }
    }
    return all;
  }
}
