package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.BreadthFirebreak;
import dev.firebreak.support.EventStream;
import dev.firebreak.support.Firebreak;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders ask before they send anything. */
class HandshakeIT {
  private static final String CHALLENGE = "x-okta-verification-challenge";

  private final Firebreak app = BreadthFirebreak.get();

  private Answer get(String source, Map<String, String> headers) {
    return app.http().get("/hooks/" + source, headers);
  }

  @Test
  void oktas_challenge_is_answered_as_okta_wants_it_and_leaves_no_trace() {
    String challenge = unique("challenge");
    long before = app.newestEntry();

    Answer answer = get("okta", Map.of(CHALLENGE, challenge));

    assertThat(answer.json(200)).hasToString("{\"verification\":\"" + challenge + "\"}");
    assertThat(answer.header("content-type").orElse("")).startsWith("application/json");
    assertThat(app.newestEntry()).isEqualTo(before);
  }

  @Test
  void without_a_challenge_okta_is_answered_like_a_stranger() {
    assertThat(get("okta", Map.of()).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b"})
  void a_challenge_that_okta_would_not_send_is_not_repeated(String challenge) {
    Answer answer = get("okta", Map.of(CHALLENGE, challenge));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void an_overlong_challenge_is_not_repeated() {
    assertThat(get("okta", Map.of(CHALLENGE, "x".repeat(1_001))).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"github", "alertmanager", "network", "siem", "nobody", "firebreak", "okta/x"})
  void no_other_address_answers_a_get(String source) {
    Answer answer = get(source, Map.of(CHALLENGE, "abc"));

    assertThat(answer.status()).isIn(401, source.contains("/") ? 405 : 401);
    assertThat(answer.text()).doesNotContain("abc");
  }

  private Answer github(String event, String body, String secret) {
    return app.http()
        .post(
            "/hooks/github",
            Map.of(
                "Content-Type",
                "application/json",
                "X-GitHub-Event",
                event,
                "X-GitHub-Delivery",
                UUID.randomUUID().toString(),
                "X-Hub-Signature-256",
                "sha256=" + hmac(secret, body)),
            body.getBytes(StandardCharsets.UTF_8));
  }

  private static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ping(String zen) {
    return Json.write(
        Map.of("zen", zen, "hook_id", 7, "hook", Map.of("type", "Organization", "id", 7)));
  }

  private List<JsonNode> since(long seq) {
    long until = app.newestEntry();
    List<JsonNode> all = new ArrayList<>();
    try (EventStream events = app.operator().eventsAfter(seq)) {
      while (seq + all.size() < until) {
        all.add(events.next());
      }
    }
    return all;
  }

  @Test
  void githubs_ping_is_a_handshake_that_is_recorded_and_starts_nothing() {
    String secret = app.property("firebreak.sources.github.settings.secret");
    long before = app.newestEntry();

    Answer answer = github("ping", ping(unique("zen")), secret);

    assertThat(answer.json(200).path("status").asText()).isEqualTo("handshake");
    Await.until("the entry", () -> app.newestEntry() > before);
    assertThat(since(before))
        .filteredOn(e -> e.path("actor").asText().equals("source:github"))
        .extracting(e -> e.path("kind").asText())
        .containsExactly("source.handshake");
    assertThat(app.items("/api/v1/kept-aside?limit=500"))
        .noneMatch(a -> a.path("source").asText().equals("github"));
  }

  @Test
  void a_ping_that_somebody_else_signed_is_turned_away() {
    long before = app.newestEntry();

    Answer answer = github("ping", ping(unique("zen")), unique("other-secret"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(since(before)).noneMatch(e -> e.path("actor").asText().equals("source:github"));
  }
}
