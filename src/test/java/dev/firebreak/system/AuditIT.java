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
  private String incident;
  private long entry;

  @BeforeEach
  void an_entry_in_the_middle() {
    long before = app.newestEntry();
    incident = app.incident(Alerts.outflow(unique("hot"), "high"));
    app.task(incident, "Decide on lifting");
    Await.until("some entries", () -> app.newestEntry() > before + 5);
    entry = ofTheIncident(before);
  }

  /** An entry that has an incident. */
  private long ofTheIncident(long after) {
    return app.timeline(incident).stream()
        .map(e -> e.path("seq").asLong())
        .filter(seq -> seq > after + 1)
        .findFirst()
        .orElseThrow();
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
        "truncate audit",
        "update audit_head set root = repeat('0', 64)",
        "delete from audit_head",
        "truncate audit_head",
        "update audit_node set hash = repeat('0', 64)",
        "truncate audit_node",
        "delete from audit_key",
        "truncate audit_key"
      })
  void the_application_may_not_change_what_is_written_and_a_trigger_refuses_it_to_everybody(
      String sql) {
    Database application = Database.asApplication(app);

    assertThatThrownBy(() -> application.run(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
    if (sql.startsWith("update audit_node")) {
      return; // Has no rows before the 256th entry, so there is nothing a trigger could refuse.
    }
    assertThatThrownBy(() -> superuser.run(sql)).hasMessageContaining("append-only");
    assertThat(problems()).isEmpty();
  }

  /** Each would take away what keeps the application from changing the trail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table audit disable trigger user",
        "drop trigger audit_no_change on audit",
        "drop table audit_head",
        "drop schema public cascade",
        "grant update on audit to current_user; update audit set actor = 'person:nobody'",
        "alter table audit owner to firebreak",
        "set role firebreak_audit",
        "create or replace function audit_is_append_only() returns trigger language plpgsql as"
            + " 'begin return new; end'",
        "create or replace function firebreak_fence.audit() returns void language sql as ''",
        "update audit_pending set entries = '[]'",
        "truncate audit_pending"
      })
  void the_application_may_not_give_itself_the_right_to(String sql) {
    Database application = Database.asApplication(app);

    assertThatThrownBy(() -> application.run(sql)).isInstanceOf(SQLException.class);
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
        "incident = null, data = data || ',\"incident\":\"' || incident || '\"'",
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
            + " data = k.data, hash = k.hash from kept_entry k where a.seq = k.seq");
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
    assertThat(problems).anySatisfy(p -> assertThat(p).contains("" + entry).contains("missing"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void an_entry_put_in_between_is_named() throws SQLException {
    superuser.run(
        OPEN,
        "create table kept_entry as select * from audit where seq = " + entry,
        "delete from audit where seq = " + entry,
        "insert into audit (seq, at, actor, kind, incident, data, hash)"
            + " select seq, at, 'person:forger', 'approval.voted', '"
            + UUID.randomUUID()
            + "', data, hash from kept_entry",
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
        "insert into audit (seq, at, actor, kind, incident, data, hash)"
            + " select 0, at, actor, kind, incident, data, hash from kept_entry",
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
