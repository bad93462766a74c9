package dev.firebreak.action;

import dev.firebreak.connector.Entries;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One instance's lists, in the database; so every node serves the same. */
public final class ConnectorEntries implements Entries {
  private final Database database;
  private final String instance;
  private final Clock clock;

  public ConnectorEntries(Database database, String instance, Clock clock) {
    this.database = database;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void add(String list, String value, String note) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into connector_entry (instance, list, value, note, added_at)"
                        + " values (:i, :l, :v, :n, :at) on conflict do nothing")
                .bind("i", instance)
                .bind("l", list)
                .bind("v", value)
                .bind("n", note)
                .bind("at", Rows.at(clock.instant()))
                .execute());
  }

  @Override
  public void remove(String list, String value) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "delete from connector_entry where instance = :i and list = :l and value = :v")
                .bind("i", instance)
                .bind("l", list)
                .bind("v", value)
                .execute());
  }

  @Override
  public Optional<Entry> find(String list, String value) {
    return database.read(
        h ->
            h.createQuery(
                    "select value, note, added_at from connector_entry"
                        + " where instance = :i and list = :l and value = :v")
                .bind("i", instance)
                .bind("l", list)
                .bind("v", value)
                .map((r, c) -> entry(r))
                .findOne());
  }

  @Override
  public List<Entry> all(String list) {
    return database.read(
        h ->
            h.createQuery(
                    "select value, note, added_at from connector_entry"
                        + " where instance = :i and list = :l order by value collate \"C\"")
                .bind("i", instance)
                .bind("l", list)
                .map((r, c) -> entry(r))
                .list());
  }

  private static Entry entry(java.sql.ResultSet r) throws java.sql.SQLException {
    return new Entry(r.getString("value"), r.getString("note"), Rows.instant(r, "added_at"));
  }
}
