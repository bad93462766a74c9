package dev.firebreak.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The application's own database, as somebody who got hold of a password of it. */
public final class Database {
  private final String url;
  private final String user;
  private final String password;

  private Database(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** With the rights of the application. */
  public static Database asApplication(Firebreak app) {
    return new Database(
        app.database().path("jdbcUrl").asText(),
        app.database().path("user").asText(),
        app.database().path("password").asText());
  }

  /** With all rights. */
  public static Database asSuperuser(Firebreak app) {
    return new Database(
        app.database().path("jdbcUrl").asText(),
        "postgres",
        app.secretFile("database/superuser.password"));
  }

  /** Runs statements, one after the other. */
  public void run(String... statements) throws SQLException {
    try (Connection c = DriverManager.getConnection(url, user, password);
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        s.execute(sql);
      }
    }
  }

  /** The first column of each row. */
  public List<String> texts(String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection c = DriverManager.getConnection(url, user, password);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(query)) {
      while (r.next()) {
        all.add(r.getString(1));
      }
    }
    return all;
  }
}
