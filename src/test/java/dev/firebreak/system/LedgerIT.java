package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What is in force: seen at the vendor, watched, and given back by people. */
class LedgerIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";
  private static final String HOLD = "exchange.hold-pending-withdrawals";

  private final Firebreak app = SharedFirebreak.get();
  private final Person ann = app.person("ann");
  private final Person bob = app.person("bob");
  private final Person cyd = app.person("cyd");

  private Stream<JsonNode> freezes(String wallet) {
    return Firebreak.each(SharedFirebreak.sandbox().state().path("freezes"))
        .filter(f -> f.path("values").toString().contains("\"" + wallet + "\""));
  }

  private boolean frozen(String wallet) {
    return freezes(wallet).anyMatch(f -> f.path("state").asText().equals("ACTIVE"));
  }

  private void agreeOnAll(String incident) {
    Firebreak.each(app.story(incident).path("approvals"))
        .filter(a -> a.path("state").asText().equals("open"))
        .map(a -> a.path("id").asText())
        .forEach(
            id -> {
              bob.vote(id, "approve").json(200);
              cyd.vote(id, "approve").json(200);
            });
  }

  @Test
  void a_containment_is_confirmed_when_the_vendor_shows_it_in_force() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));

    JsonNode containment = app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");

    assertThat(frozen(wallet)).isTrue();
    assertThat(containment.path("reversibility").asText()).isEqualTo("yes");
    assertThat(containment.path("confirmedAt").asText()).isNotBlank();
  }

  @Test
  void one_containment_is_lifted_and_the_others_of_its_incident_stay() {
    String first = unique("hot");
    String second = unique("hot");
    String incident =
        app.incident(
            Alerts.alert(
                "outflow",
                "critical",
                List.of("TA0010"),
                List.of(
                    Map.of("type", "wallet", "id", first),
                    Map.of("type", "wallet", "id", second))));
    String id =
        app.containment(incident, FREEZE, "wallet:" + first, "confirmed").path("id").asText();
    app.containment(incident, FREEZE, "wallet:" + second, "confirmed");

    ann.post("/api/v1/containments/" + id + "/lift", Map.of("reason", "false alarm")).json(202);
    agreeOnAll(incident);

    JsonNode lifted = app.containment(incident, FREEZE, "wallet:" + first, "lifted");
    assertThat(lifted.path("liftedBy").asText()).isEqualTo("person:ann");
    assertThat(frozen(first)).isFalse();
    assertThat(frozen(second)).isTrue();
  }

  @Test
  void a_whole_incident_is_lifted_and_the_vendor_shows_it() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
    app.containment(incident, HOLD, "wallet:" + wallet, "confirmed");

    JsonNode lifting =
        ann.post("/api/v1/incidents/" + incident + "/lift", Map.of("reason", "over")).json(202);
    agreeOnAll(incident);

    assertThat(lifting.path("lifting")).hasSize(2);
    app.containment(incident, FREEZE, "wallet:" + wallet, "lifted");
    app.containment(incident, HOLD, "wallet:" + wallet, "lifted");
    assertThat(frozen(wallet)).isFalse();
  }

  @Test
  void what_is_lifted_already_cannot_be_lifted_again() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    String id =
        app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed").path("id").asText();
    ann.post("/api/v1/containments/" + id + "/lift", Map.of()).json(202);
    agreeOnAll(incident);
    app.containment(incident, FREEZE, "wallet:" + wallet, "lifted");

    Answer again = ann.post("/api/v1/containments/" + id + "/lift", Map.of());

    assertThat(again.json(409).path("detail").asText()).contains("not in force");
  }

  @Test
  void what_cannot_be_undone_says_so_and_names_itself() {
    String incident = app.incident(Alerts.stolen("lena.finance@exchange.example", "high"));
    String target = "identity:lena.finance@exchange.example";
    String id =
        app.containment(incident, "okta.clear-sessions", target, "confirmed").path("id").asText();

    Answer answer = ann.post("/api/v1/containments/" + id + "/lift", Map.of("reason", "mistake"));

    assertThat(answer.json(409).path("detail").asText())
        .contains("okta.clear-sessions")
        .contains("cannot be undone");
    JsonNode all =
        ann.post("/api/v1/incidents/" + incident + "/lift", Map.of("reason", "mistake")).json(202);
    assertThat(all.path("left").path(id).asText()).contains("cannot be undone");
  }

  @Test
  void a_freeze_that_somebody_takes_away_at_the_exchange_is_noticed_and_raises_an_alert() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");

    takeAway(freezes(wallet).findFirst().orElseThrow().path("id").asText());

    app.containment(incident, FREEZE, "wallet:" + wallet, "not-holding");
    JsonNode alarm =
        Await.value(
            "an alert of Firebreak itself about " + wallet,
            () ->
                Firebreak.each(app.story(incident).path("alerts"))
                    .filter(a -> a.path("source").asText().equals("firebreak"))
                    .findFirst());
    assertThat(alarm.path("alert").path("title").asText()).contains(FREEZE).contains(wallet);
    assertThat(alarm.path("alert").path("severity").asText()).isEqualToIgnoringCase("critical");
    assertThat(app.entry(incident, "containment.not-holding").toString()).contains(wallet);
  }

  @Test
  void the_timeline_tells_the_whole_story_in_order_and_without_holes_in_its_kinds() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    app.containment(incident, HOLD, "wallet:" + wallet, "confirmed");
    app.entry(incident, "task.opened");

    List<JsonNode> timeline = app.timeline(incident);

    assertThat(timeline)
        .extracting(e -> e.path("kind").asText())
        .containsSubsequence(
            "incident.opened",
            "incident.decided",
            "run.started",
            "action.requested",
            "action.confirmed",
            "action.requested",
            "action.confirmed",
            "task.opened");
    assertThat(timeline).extracting(e -> e.path("seq").asLong()).isSorted().doesNotHaveDuplicates();
    assertThat(timeline).allSatisfy(e -> assertThat(e.path("hash").asText()).hasSize(64));
  }

  @Test
  void a_task_is_completed_by_a_person_once_and_the_run_ends() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    String task = app.task(incident, "Decide on lifting").path("id").asText();

    ann.post("/api/v1/tasks/" + task + "/complete", Map.of("variables", Map.of("lift", false)))
        .json(200);

    Await.until(
        "the run's end",
        () -> app.story(incident).path("runs").path(0).path("state").asText().equals("completed"));
    assertThat(ann.post("/api/v1/tasks/" + task + "/complete", Map.of()).status()).isEqualTo(404);
    assertThat(app.entry(incident, "task.completed").path("actor").asText())
        .isEqualTo("person:ann");
    app.entry(incident, "run.completed");
  }

  @Test
  void after_an_incident_is_closed_the_next_alert_opens_another_and_containments_stay() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "critical"));
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
    ann.post("/api/v1/incidents/" + incident + "/close", Map.of("reason", "done")).json(200);

    String next = app.incident(Alerts.outflow(wallet, "critical"));

    assertThat(next).isNotEqualTo(incident);
    assertThat(frozen(wallet)).isTrue();
    assertThat(ann.post("/api/v1/incidents/" + incident + "/close", Map.of()).status())
        .isEqualTo(409);
  }

  /** As somebody with the exchange's own key would, after its published contract. */
  private void takeAway(String freeze) {
    String base = app.property("firebreak.connectors.exchange.settings.url");
    URI uri = URI.create(base + "/v1/withdrawal-freezes/" + freeze);
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String nonce = unique("nonce");
    String text =
        String.join("\n", timestamp, nonce, "DELETE", uri.getRawPath(), hex(sha256(new byte[0])));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-Key-Id", app.property("firebreak.connectors.exchange.settings.key-id"))
            .header("X-Timestamp", timestamp)
            .header("X-Nonce", nonce)
            .header("X-Signature", "v1=" + hex(hmac(text)))
            .DELETE()
            .build();
    try {
      assertThat(
              HttpClient.newHttpClient()
                  .send(request, HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(204);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] hmac(String text) {
    byte[] secret = app.property("firebreak.connectors.exchange.settings.secret").getBytes(UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
