package dev.firebreak.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What Firebreak changes in the tables the engine has made. */
final class EngineSchema {
  private EngineSchema() {}

  /**
   * Drops the foreign keys of the tables of running playbooks ({@code ACT_RU_*}); see ADR 11. Does
   * nothing, and locks nothing, once they are gone.
   */
  static void dropForeignKeys(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      List<String> changes = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery(
              "select format('alter table %s drop constraint if exists %I', conrelid::regclass, conname)"
                  + " from pg_constraint join pg_class on pg_class.oid = conrelid"
                  + " where contype = 'f' and starts_with(relname, 'act_ru_')"
                  + " and relnamespace = current_schema()::regnamespace order by relname, conname")) {
        while (found.next()) {
          changes.add(found.getString(1));
        }
      }
      for (String change : changes) {
        statement.execute(change);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the playbook engine's tables could not be prepared", e);
    }
  }
}
