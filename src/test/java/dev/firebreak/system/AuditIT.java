package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Await;
import dev.firebreak.support.Database;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trail: nobody changes it by the usual ways, and whoever finds another is found out. */
class AuditIT {
  private static final String OPEN = "alter table audit disable trigger user";
  private static final String SHUT = "alter table audit enable trigger user";

  private final Firebreak app = SharedFirebreak.get();
  private final Database superuser = Database.asSuperuser(app);
  private long entry;

  @BeforeEach
  void an_entry_in_the_middle() {
    long before = app.newestEntry();
    String incident = app.incident(Alerts.outflow(unique("hot"), "high"));
    app.task(incident, "Decide on lifting");
    Await.until("some entries", () -> app.newestEntry() > before + 5);
    entry = before + 2;
  }

  private JsonNode verification() {
    return app.operator().get("/api/v1/audit/verification");
  }

  private List<String> problems() {
    return Firebreak.each(verification().path("problems")).map(JsonNode::asText).toList();
  }

  @Test
  void an_untouched_trail_verifies_and_shows_its_head() {
    JsonNode verification = verification();

    assertThat(verification.path("ok").asBoolean()).isTrue();
    assertThat(verification.path("problems")).isEmpty();
    assertThat(verification.path("head").asText()).matches("[0-9a-f]{64}");
    assertThat(verification.path("entries").asLong()).isGreaterThan(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set actor = 'person:nobody' where seq = 2",
        "delete from audit where seq = 2",
        "truncate audit"
      })
  void the_trigger_refuses_to_change_what_is_written(String sql) {
    Database owner = Database.asOwner(app);

    assertThatThrownBy(() -> owner.run(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> superuser.run(sql)).hasMessageContaining("append-only");
    assertThat(problems()).isEmpty();
  }

  @Test
  void an_edited_entry_is_named() throws SQLException {
    superuser.run(
        OPEN,
        "create table kept_entry as select * from audit where seq = " + entry,
        "update audit set data = replace(data, '\"', '\" ') where seq = " + entry,
        SHUT);

    List<String> problems = problems();

    restore("update audit a set data = k.data from kept_entry k where a.seq = k.seq");
    assertThat(problems)
        .anySatisfy(p -> assertThat(p).contains("entry " + entry).contains("changed"));
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + interval '1 second'",
        "actor = 'person:somebody'",
        "kind = 'alert.other'",
        "incident = '00000000-0000-0000-0000-000000000001'",
        "previous = repeat('0', 64)",
        "hash = repeat('0', 64)"
      })
  void no_column_of_an_entry_can_be_edited_unseen(String edit) throws SQLException {
    superuser.run(
        OPEN,
        "create table kept_entry as select * from audit where seq = " + entry,
        "update audit set " + edit + " where seq = " + entry,
        SHUT);

    List<String> problems = problems();

    restore(
        "update audit a set at = k.at, actor = k.actor, kind = k.kind, incident = k.incident,"
            + " previous = k.previous, hash = k.hash from kept_entry k where a.seq = k.seq");
    assertThat(problems).anySatisfy(p -> assertThat(p).contains("entry " + entry));
    assertThat(problems()).isEmpty();
  }

  @Test
  void a_deleted_entry_is_named() throws SQLException {
    superuser.run(
        OPEN,
        "create table kept_entry as select * from audit where seq = " + entry,
        "delete from audit where seq = " + entry,
        SHUT);

    List<String> problems = problems();

    restore("insert into audit select * from kept_entry");
    assertThat(problems)
        .anySatisfy(p -> assertThat(p).contains("" + entry).containsPattern("missing|link"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void an_entry_put_in_between_is_named() throws SQLException {
    superuser.run(
        OPEN,
        "create table kept_entry as select * from audit where seq = " + entry,
        "delete from audit where seq = " + entry,
        "insert into audit (seq, at, actor, kind, incident, data, previous, hash)"
            + " select seq, at, 'person:forger', 'approval.voted', '"
            + UUID.randomUUID()
            + "', data, previous, hash from kept_entry",
        SHUT);

    List<String> problems = problems();

    restore("delete from audit where seq = " + entry, "insert into audit select * from kept_entry");
    assertThat(problems).anySatisfy(p -> assertThat(p).contains("entry " + entry));
    assertThat(problems()).isEmpty();
  }

  @Test
  void an_entry_put_before_the_first_is_named() throws SQLException {
    superuser.run(
        OPEN,
        "create table kept_entry as select * from audit where seq = 1",
        "insert into audit (seq, at, actor, kind, incident, data, previous, hash)"
            + " select 0, at, actor, kind, incident, data, previous, hash from kept_entry",
        SHUT);

    List<String> problems = problems();

    restore("delete from audit where seq = 0");
    assertThat(problems).isNotEmpty();
    assertThat(problems()).isEmpty();
  }

  private void restore(String... statements) throws SQLException {
    superuser.run(OPEN);
    superuser.run(statements);
    superuser.run(SHUT, "drop table kept_entry");
  }
}
