package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People of an installation from before there were roles. */
class PeopleMigrationTest {
  @Test
  void who_had_a_token_keeps_it_and_acts_but_only_the_first_looks_after_the_others()
      throws IOException, SQLException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(migration("V1__firebreak"));
      sql.execute(
          "insert into person values ('operator', 'hash-1', now() - interval '2 days'),"
              + " ('ann', 'hash-2', now())");

      sql.execute(migration("V7__people"));

      assertThat(texts(sql, "select subject || ' ' || hash || ' ' || roles from access_token"))
          .containsExactlyInAnyOrder("person:operator hash-1 *", "person:ann hash-2 *");
      assertThat(texts(sql, "select subject || ' ' || role || ' ' || scope from role_grant"))
          .containsExactlyInAnyOrder(
              "person:operator responder *",
              "person:operator connector-admin *",
              "person:operator people-admin *",
              "person:ann responder *",
              "person:ann approver *");
    }
  }

  private static String migration(String name) throws IOException {
    try (InputStream in =
        PeopleMigrationTest.class.getResourceAsStream("/db/migration/" + name + ".sql")) {
      return new String(
          Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(Statement sql, String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
