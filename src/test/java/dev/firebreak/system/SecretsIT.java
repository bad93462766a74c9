package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Actuator;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.ByHand;
import dev.firebreak.support.Canaries;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import dev.firebreak.support.Siem;
import dev.firebreak.support.VaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Secrets are looked up when they are used, in files, the environment and Vault. */
class SecretsIT {
  private static final String SECRET_ID = Canaries.word();

  private static final VaultServer VAULT = new VaultServer(SECRET_ID);
  private static final Actuator FILED = new Actuator();
  private static final Actuator VAULTED = new Actuator();
  private static final Actuator SPLIT = new Actuator();
  private static Path folder;
  private static Firebreak app;
  private static ByHand hands;

  @BeforeAll
  static void start() throws IOException {
    folder = Files.createTempDirectory("secrets");
    write("secret-id", SECRET_ID);
    write("actuator", "filed-1");
    write("rotated", Siem.newSecret());
    VAULT.put("actuator", Map.of("token", "vaulted-1"));
    VAULT.put("split", Map.of("freeze", "key-that-freezes", "lift", "key-that-lifts"));
    FILED.takes("filed-1");
    VAULTED.takes("vaulted-1");
    SPLIT.takes("key-that-freezes", "key-that-lifts");
    Map<String, String> all =
        new LinkedHashMap<>(VAULT.properties(folder.resolve("secret-id").toString()));
    connector(all, "filed", FILED, "file:" + folder.resolve("actuator"));
    connector(all, "vaulted", VAULTED, "vault:secret/data/actuator#token");
    connector(all, "split", SPLIT, "vault:secret/data/split#freeze");
    all.put("firebreak.connectors.split.lift.token", "vault:secret/data/split#lift");
    connector(all, "late", FILED, "file:" + folder.resolve("late"));
    connector(all, "unset", FILED, "env:NO_SUCH_VARIABLE_ANYWHERE");
    connector(all, "fieldless", FILED, "vault:secret/data/actuator#tokn");
    all.putAll(Firebreak.signingSource("siem", true));
    source(all, "rotated", "file:" + folder.resolve("rotated"));
    source(all, "deaf", "vault:secret/data/deaf#key");
    all.put("firebreak.sources.measured.kind", "github");
    all.put("firebreak.sources.measured.settings.secret", "file:" + folder.resolve("nowhere"));
    app = Firebreak.start("secrets", all);
    hands = new ByHand(app);
  }

  @AfterAll
  static void stop() {
    app.close();
    List.of(FILED, VAULTED, SPLIT).forEach(Actuator::close);
    VAULT.close();
  }

  private static void connector(
      Map<String, String> all, String name, Actuator vendor, String token) {
    String key = "firebreak.connectors." + name;
    all.put(key + ".kind", "example");
    all.put(key + ".private-hosts", "127.0.0.1");
    all.put(key + ".settings.url", vendor.url().toString());
    all.put(key + ".settings.token", token);
  }

  private static void source(Map<String, String> all, String id, String secret) {
    all.put("firebreak.sources." + id + ".kind", "standard-webhooks");
    all.put("firebreak.sources." + id + ".settings.secret", secret);
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode checkup(String connector) {
    return app.operator().post("/api/v1/connectors/" + connector + "/checkup", Map.of()).json(200);
  }

  private static String state(String connector) {
    return checkup(connector).path("state").asText();
  }

  private static Answer send(String source, String secret) {
    return app.siem(source, secret)
        .send(Alerts.alert(SharedFirebreak.unique("secret"), "low", List.of(), List.of()));
  }

  @Test
  void a_secret_that_is_not_there_is_named_with_its_setting_and_keeps_nothing_else_from_working() {
    assertThat(checkup("unset").path("problem").asText())
        .contains("connector 'unset'", "setting 'token'", "NO_SUCH_VARIABLE_ANYWHERE", "not set");
    assertThat(checkup("fieldless").path("problem").asText())
        .contains("setting 'token'", "vault:secret/data/actuator#tokn", "no field 'tokn'");
    assertThat(state("unset")).isEqualTo("unreachable");
    assertThat(state("split")).isEqualTo("ready");
  }

  @Test
  void its_actions_are_known_all_the_same_and_a_person_is_told() {
    String incident = hands.incident();

    String wallet = SharedFirebreak.unique("w");
    hands.asks(incident, "unset.freeze", Map.of("id", "u-1", "wallet", wallet));
    hands.agreed(incident, "unset.freeze", "wallet:" + wallet);

    assertThat(app.entry(incident, "action.retrying").path("data").path("reason").asText())
        .contains("setting 'token'", "NO_SUCH_VARIABLE_ANYWHERE");
    Await.until(
        "an incident for people",
        () ->
            app.items("/api/v1/incidents?limit=500")
                .anyMatch(i -> i.path("title").asText().contains("unset is UNREACHABLE")));
  }

  @Test
  void one_that_comes_later_is_used_when_it_comes() {
    assertThat(checkup("late").path("problem").asText()).contains("there is no such file");

    write("late", "filed-1");

    assertThat(state("late")).isEqualTo("ready");
  }

  @Test
  void a_file_that_changed_is_what_the_next_call_uses() {
    assertThat(state("filed")).isEqualTo("ready");
    FILED.takes("filed-2", "filed-1");
    write("actuator", "filed-2");
    FILED.takes("filed-2");

    assertThat(state("filed")).isEqualTo("ready");
    FILED.takes("filed-1", "filed-2");
    write("actuator", "filed-1");
  }

  @Test
  void a_vendors_no_to_a_secret_of_the_vault_has_it_read_again_at_once() {
    assertThat(state("vaulted")).isEqualTo("ready");
    VAULT.put("actuator", Map.of("token", "vaulted-2"));
    VAULTED.takes("vaulted-2");
    String incident = hands.incident();
    String wallet = SharedFirebreak.unique("w");

    hands.asks(incident, "vaulted.freeze", Map.of("id", wallet, "wallet", wallet));
    hands.agreed(incident, "vaulted.freeze", "wallet:" + wallet);

    app.containment(incident, "vaulted.freeze", "wallet:" + wallet, "confirmed");
    assertThat(VAULTED.changes()).extracting(Actuator.Shown::key).containsOnly("vaulted-2");
  }

  @Test
  void what_freezes_cannot_unfreeze_where_the_keys_are_two() {
    String incident = hands.incident();
    String wallet = SharedFirebreak.unique("w");
    hands.asks(incident, "split.freeze", Map.of("id", wallet, "wallet", wallet));
    hands.agreed(incident, "split.freeze", "wallet:" + wallet);
    JsonNode frozen = app.containment(incident, "split.freeze", "wallet:" + wallet, "confirmed");

    hands.asksToLift(frozen);
    hands.agreed(incident, "split.lift", "wallet:" + wallet);
    app.containment(incident, "split.freeze", "wallet:" + wallet, "lifted");

    assertThat(SPLIT.changes())
        .filteredOn(s -> s.path().endsWith(wallet))
        .extracting(s -> s.method() + " " + s.key())
        .containsExactly("POST key-that-freezes", "DELETE key-that-lifts");
  }

  @Test
  void a_sender_with_the_new_secret_is_heard_and_one_with_the_old_is_not() {
    String old = Siem.newSecret();
    write("rotated", old);
    assertThat(send("rotated", old).status()).isEqualTo(202);
    String fresh = Siem.newSecret();

    write("rotated", fresh);

    assertThat(send("rotated", fresh).status()).isEqualTo(202);
    assertThat(send("rotated", old).status()).isEqualTo(401);
  }

  @Test
  void a_sender_that_cannot_be_checked_is_asked_to_come_again_until_he_can() {
    String key = Siem.newSecret();
    Answer early = send("deaf", key);
    assertThat(early.status()).isEqualTo(503);
    assertThat(early.header("retry-after")).isPresent();
    assertThat(app.items("/api/v1/sources").map(JsonNode::toString))
        .anyMatch(s -> s.contains("vault:secret/data/deaf#key") && s.contains("no such secret"));

    assertThat(app.items("/api/v1/sources").map(JsonNode::toString))
        .anyMatch(s -> s.contains("measured") && s.contains("there is no such file"));

    VAULT.put("deaf", Map.of("key", key));

    Await.until("the source to hear", () -> send("deaf", key).status() == 202);
  }

  @Test
  void no_value_is_in_any_answer_or_in_the_log() throws IOException {
    String all =
        Files.readString(app.app().log())
            + checkup("vaulted")
            + checkup("split")
            + app.operator().get("/api/v1/connectors");

    assertThat(all).doesNotContain(SECRET_ID, "key-that-lifts", "vaulted-1", "vaulted-2", "hvs.");
  }
}
