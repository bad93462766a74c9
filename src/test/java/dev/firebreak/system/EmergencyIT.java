package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.CommandLine;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two people with a key each approve on the host, when nobody can sign in. */
class EmergencyIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";
  private static final String FIRST = "the first holder's phrase";
  private static final String SECOND = "another phrase entirely";

  private static Sandbox sandbox;
  private static Firebreak app;
  private static Path keys;

  private final String wallet = unique("hot");

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(0);
    Map<String, String> properties = new LinkedHashMap<>(sandbox.properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    app = Firebreak.start("emergency", properties);
    keys = Files.createDirectories(app.app().home().resolve("sticks"));
    CommandLine made =
        CommandLine.typing(
            lines(FIRST, FIRST, SECOND, SECOND),
            app.app().home(),
            "break-glass",
            "keys",
            "--out",
            keys.toString());
    assertThat(made.exit()).as(made.output()).isZero();
  }

  @AfterAll
  static void stop() {
    app.close();
    sandbox.close();
  }

  private static String lines(String... typed) {
    return String.join("\n", typed) + "\n";
  }

  private static Path key(int number) {
    return keys.resolve("emergency-" + number + ".key");
  }

  private static CommandLine approve(String typed, String id, Path one, Path other) {
    return CommandLine.typing(
        typed,
        app.app().home(),
        "approve",
        "--break-glass",
        id,
        "--key",
        one.toString(),
        "--key",
        other.toString(),
        "--comment",
        "the provider is down");
  }

  private JsonNode asked() {
    String incident = app.incident(Alerts.outflow(wallet, "medium"));
    return app.approval(incident, FREEZE, "wallet:" + wallet);
  }

  private static JsonNode now(JsonNode asked) {
    return app.operator().get("/api/v1/approvals/" + asked.path("id").asText());
  }

  @Test
  void two_keys_approve_in_place_of_everybody_and_say_so_loudly() {
    JsonNode asked = asked();

    CommandLine done =
        approve(lines(FIRST, SECOND, "YES"), asked.path("id").asText(), key(1), key(2));

    assertThat(done.exit()).as(done.output()).isZero();
    assertThat(done.output()).contains(FREEZE, wallet, "an incident was opened about it");
    app.action(asked.path("incident").asText(), FREEZE, "wallet:" + wallet, "confirmed");
    assertThat(now(asked).path("state").asText()).isEqualTo("approved");
    assertThat(now(asked).path("votes"))
        .hasSize(2)
        .allMatch(v -> v.path("means").asText().equals("emergency_key"))
        .allMatch(v -> v.path("seen").asText().length() == 64);
    JsonNode entry = app.entry(asked.path("incident").asText(), "approval.glass-broken");
    assertThat(entry.path("data").path("reason").asText()).isEqualTo("the provider is down");
    Await.until(
        "an incident about it",
        () ->
            app.items("/api/v1/incidents")
                .anyMatch(i -> i.path("title").asText().contains("emergency keys")));
    assertThat(CommandLine.run(app.app().home(), "approvals", "--state", "all").output())
        .contains("EMERGENCY KEYS");
  }

  @Test
  void one_key_twice_is_one_key() {
    JsonNode asked = asked();

    CommandLine done =
        approve(lines(FIRST, FIRST, "YES"), asked.path("id").asText(), key(1), key(1));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(done.output()).contains("two different emergency keys");
    assertThat(now(asked).path("state").asText()).isEqualTo("open");
  }

  @Test
  void a_wrong_passphrase_opens_no_key() {
    JsonNode asked = asked();

    CommandLine done =
        approve(lines(FIRST, "a guess at it", "YES"), asked.path("id").asText(), key(1), key(2));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(done.output()).contains("not the passphrase of").doesNotContain("a guess at it");
    assertThat(now(asked).path("votes")).isEmpty();
  }

  @Test
  void without_a_typed_yes_nothing_is_approved() {
    JsonNode asked = asked();

    CommandLine done =
        approve(lines(FIRST, SECOND, "no"), asked.path("id").asText(), key(1), key(2));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(now(asked).path("state").asText()).isEqualTo("open");
  }

  @Test
  void keys_of_somebody_else_open_nothing() throws IOException {
    Path theirs = Firebreak.emptyHome("emergency-of-others");
    CommandLine.typing(
        lines(FIRST, FIRST, SECOND, SECOND),
        theirs,
        "break-glass",
        "keys",
        "--out",
        theirs.toString());
    JsonNode asked = asked();

    CommandLine done =
        approve(
            lines(FIRST, SECOND, "YES"),
            asked.path("id").asText(),
            theirs.resolve("emergency-1.key"),
            theirs.resolve("emergency-2.key"));

    assertThat(done.exit()).isEqualTo(1);
    assertThat(now(asked).path("state").asText()).isEqualTo("open");
  }

  @Test
  void the_key_of_who_asked_does_not_approve_and_another_one_does() throws IOException {
    Path known = app.app().home().resolve("emergency-keys.pub");
    String before = Files.readString(known);
    Path sticks = Files.createDirectories(app.app().home().resolve("sticks-of-three"));
    Files.delete(known);
    try {
      CommandLine made =
          CommandLine.typing(
              lines(FIRST, FIRST, SECOND, SECOND, FIRST, FIRST),
              app.app().home(),
              "break-glass",
              "keys",
              "--holder",
              "eve,lee,kim",
              "--out",
              sticks.toString());
      assertThat(made.exit()).as(made.output()).isZero();
      JsonNode asked = askedBy("eve");
      String id = asked.path("id").asText();
      Path eves = sticks.resolve("emergency-1.key");
      Path lees = sticks.resolve("emergency-2.key");
      Path kims = sticks.resolve("emergency-3.key");

      CommandLine own = approve(lines(FIRST, SECOND, "YES"), id, eves, lees);

      assertThat(own.exit()).isNotZero();
      assertThat(own.output()).contains("is held by person:eve, who asked for this");
      assertThat(now(asked).path("state").asText()).isEqualTo("open");
      CommandLine others = approve(lines(SECOND, FIRST, "YES"), id, lees, kims);
      assertThat(others.exit()).as(others.output()).isZero();
      JsonNode entry = app.entry(asked.path("incident").asText(), "approval.glass-broken");
      assertThat(entry.path("data").path("holders"))
          .extracting(JsonNode::asText)
          .containsExactly("person:lee", "person:kim");
    } finally {
      Files.writeString(known, before);
    }
  }

  /** Something that a person asks for by hand and others have to agree to. */
  private JsonNode askedBy(String name) {
    String incident = app.incident(Alerts.outflow(wallet, "medium"));
    app.approval(incident, FREEZE, "wallet:" + wallet);
    String other = unique("hot");
    app.person(name)
        .post(
            "/api/v1/actions",
            Map.of(
                "incident",
                incident,
                "topic",
                FREEZE,
                "mode",
                "run",
                "inputs",
                Map.of("wallet", other, "reason", "it moves"),
                "reason",
                "it moves"))
        .json(202);
    return app.approval(incident, FREEZE, "wallet:" + other);
  }

  @Test
  void what_came_through_a_proxy_is_not_from_here() {
    Answer answer =
        app.http()
            .post(
                "/api/v1/emergency/approvals",
                Map.of("Content-Type", "application/json", "X-Forwarded-For", "127.0.0.1"),
                Json.bytes(Map.of()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("on the host itself");
  }

  @Test
  void keys_are_not_made_over_others() {
    CommandLine again =
        CommandLine.typing(
            lines(FIRST, FIRST, SECOND, SECOND),
            app.app().home(),
            "break-glass",
            "keys",
            "--out",
            keys.resolve("more").toString());

    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.output()).contains("keys already");
  }

  @Test
  void a_key_file_shows_nothing_without_its_passphrase() throws IOException {
    assertThat(List.of(Files.readString(key(1)), Files.readString(key(2))))
        .allMatch(t -> t.contains("BEGIN ENCRYPTED PRIVATE KEY"))
        .noneMatch(t -> t.contains("BEGIN PRIVATE KEY"));
  }
}
