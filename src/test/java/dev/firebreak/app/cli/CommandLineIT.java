package dev.firebreak.app.cli;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Json;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, as a person types it, against the running application. */
class CommandLineIT {
  private final Firebreak app = SharedFirebreak.get();
  private final String name = unique("dana");

  private record Said(int code, String out, String err) {}

  private Said firebreak(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            Map.of("FIREBREAK_HOME", app.app().home().toString()),
            new PrintWriter(out),
            new PrintWriter(err),
            args);
    return new Said(code, out.toString(), err.toString());
  }

  private Said added(String... more) {
    String[] args = new String[more.length + 4];
    System.arraycopy(new String[] {"people", "add", name, "--save"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return firebreak(args);
  }

  @Test
  void a_password_gets_a_token_that_its_owner_alone_can_read() throws IOException {
    String fresh = "a long enough password";
    Path file = Files.writeString(Files.createTempFile("password", ""), fresh + "\n");
    String once =
        added("--password", "--role", "viewer", "--scope", "*")
            .out()
            .strip()
            .replaceFirst("(?s).*\\s", "");
    changePassword(once, fresh);

    Said said = firebreak("login", name, "--password-file", file.toString());

    assertThat(said.code()).as(said.err()).isZero();
    Path kept = app.app().home().resolve("people").resolve(name);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(firebreak("incidents", "--as", name).code()).isZero();
  }

  private void changePassword(String once, String fresh) {
    Answer signedIn =
        app.http()
            .post(
                "/api/v1/session",
                Map.of("Content-Type", "application/json"),
                Json.bytes(Map.of("name", name, "password", once)));
    Map<String, String> session =
        Map.of(
            "Cookie",
            signedIn.header("set-cookie").orElseThrow().split(";", 2)[0],
            "X-CSRF-Token",
            signedIn.json(200).path("csrf").asText(),
            "Content-Type",
            "application/json");
    app.http()
        .post("/api/v1/me/password", session, Json.bytes(Map.of("current", once, "fresh", fresh)));
  }

  @Test
  void a_wrong_password_gets_none() throws IOException {
    Path file = Files.writeString(Files.createTempFile("password", ""), "not the one\n");

    Said said = firebreak("login", name, "--password-file", file.toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("do not belong together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "people",
        "people list",
        "token",
        "incidents",
        "approvals",
        "containments",
        "tasks",
        "kept-aside",
        "sources",
        "playbooks",
        "playbook versions hot-wallet-drain",
        "audit verify"
      })
  void what_lists_answers(String command) {
    Said said = firebreak(command.split(" "));

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out()).isNotBlank();
  }

  @Test
  void somebody_added_acts_under_his_name_with_the_token_that_was_saved() throws IOException {
    Said said = added("--role", "viewer,approver", "--scope", "*");

    assertThat(said.code()).as(said.err()).isZero();
    assertThat(firebreak("incidents", "--as", name).code()).isZero();
    assertThat(firebreak("people").out()).contains(name, "approver on *, viewer on *");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(app.app().home().resolve("people/" + name))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_role_without_a_scope_is_asked_for_its_scope_and_adds_nobody() {
    Said said = added("--role", "approver");

    assertThat(said.code()).isEqualTo(CannotDo.USAGE);
    assertThat(said.err()).contains("--role and --scope together");
    assertThat(firebreak("people").out()).doesNotContain(name);
  }

  @Test
  void roles_come_and_go() {
    added();

    Said granted =
        firebreak("people", "grant", name, "--role", "responder", "--scope", "connector:okta");
    Said revoked =
        firebreak("people", "revoke", name, "--role", "responder", "--scope", "connector:okta");

    assertThat(granted.out()).contains(name + " is now responder on connector:okta");
    assertThat(revoked.out()).contains(name + " has no role left");
  }

  @Test
  void who_is_shut_out_is_told_so_and_who_may_not_is_told_why() {
    added("--role", "viewer", "--scope", "*");
    Said notHis = firebreak("doctor", "--as", name);
    Said disabled = firebreak("people", "disable", name);
    Said out = firebreak("incidents", "--as", name);

    assertThat(notHis.code()).isEqualTo(CannotDo.REFUSED);
    assertThat(notHis.err()).contains("None of your roles allows this");
    assertThat(disabled.out()).contains(name + ": disabled");
    assertThat(out.code()).isEqualTo(CannotDo.REFUSED);
    assertThat(out.err()).contains("does not accept this token");
  }

  @Test
  void nobody_grants_himself_a_role() {
    Said said = firebreak("people", "grant", "operator", "--role", "approver", "--scope", "*");

    assertThat(said.code()).isEqualTo(CannotDo.REFUSED);
    assertThat(said.err()).contains("Nobody grants himself a role");
  }

  @Test
  void a_token_is_made_listed_and_ended() {
    Said made =
        firebreak("token", "create", "--role", "responder", "--expires", "P1D", "--label", name);
    String id = made.out().split(" ")[1];

    assertThat(made.out()).contains("of person:operator").containsPattern("\nfb_[\\w-]{43}");
    assertThat(firebreak("token").out()).contains(id, name).doesNotContain("fb_");
    assertThat(firebreak("token", "revoke", id).out()).contains("token " + id + " ended");
  }
}
