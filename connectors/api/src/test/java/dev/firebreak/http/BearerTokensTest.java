package dev.firebreak.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {
  private static final Request ASK =
      Request.form("/token", Map.of("grant_type", "client_credentials"));

  private final AtomicInteger given = new AtomicInteger();
  private final AtomicReference<String> shown = new AtomicReference<>("");
  private final AtomicReference<String> refused = new AtomicReference<>("");
  private final AtomicReference<String> tokenAnswer = new AtomicReference<>("");
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger tokenStatus = new AtomicInteger(200);
  private final HttpServer server;
  private final VendorHttp http;
  private final BearerTokens tokens;

  BearerTokensTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/thing", this::thing);
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    http = VendorHttp.open(Endpoint.at(base), List.of("127.0.0.1"));
    tokens = new BearerTokens(http, () -> ASK, new Hands(now));
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  /** A clock whose hands the test moves. */
  private static final class Hands extends Clock {
    private final AtomicReference<Instant> now;

    Hands(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  private void token(HttpExchange e) throws IOException {
    String answer =
        tokenAnswer.get().isEmpty()
            ? "{\"access_token\":\"t-" + given.incrementAndGet() + "\",\"expires_in\":600}"
            : tokenAnswer.get();
    answer(e, tokenStatus.get(), answer);
  }

  private void thing(HttpExchange e) throws IOException {
    shown.set(String.valueOf(e.getRequestHeaders().getFirst("Authorization")));
    answer(e, shown.get().equals("Bearer " + refused.get()) ? 401 : 200, "{}");
  }

  private static void answer(HttpExchange e, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    e.sendResponseHeaders(status, bytes.length);
    e.getResponseBody().write(bytes);
    e.close();
  }

  private String as() throws ActionFailure {
    tokens.send(Request.get("/thing"));
    return shown.get();
  }

  @Test
  void oneTokenServesUntilShortlyBeforeItsEnd() throws ActionFailure {
    String first = as();
    now.set(now.get().plusSeconds(500));
    String second = as();
    now.set(now.get().plusSeconds(60));

    assertThat(List.of(first, second, as()))
        .containsExactly("Bearer t-1", "Bearer t-1", "Bearer t-2");
  }

  @Test
  void aTokenThatWasTakenBackIsReplacedOnce() throws ActionFailure {
    refused.set("t-1");

    assertThat(as()).isEqualTo("Bearer t-2");
  }

  @Test
  void aSecondNoIsANo() {
    tokenAnswer.set("{\"access_token\":\"same\",\"expires_in\":600}");
    refused.set("same");

    assertThatThrownBy(this::as)
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.REFUSED));
  }

  @Test
  void anAnswerWithoutATokenIsUnavailable() {
    tokenAnswer.set("{\"hello\":1}");

    assertThatThrownBy(this::as)
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void aLostAnswerToAskingForATokenIsNotUnknown() {
    tokenAnswer.set("not json");

    assertThatThrownBy(this::as)
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  // ---- where no token is given

  private ActionFailure refusedWith(int status, String answer) {
    tokenStatus.set(status);
    tokenAnswer.set(answer);
    return catchThrowableOfType(ActionFailure.class, this::as);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void aRefusalSaysTheCodeAndNothingElseOfTheAnswer(int status) {
    ActionFailure failure =
        refusedWith(
            status, "{\"error\":\"invalid_client\",\"error_description\":\"not made-up-secret\"}");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("(HTTP " + status + ", invalid_client)")
        .hasMessageNotContaining("made-up-secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "[]",
        "{\"error\":7}",
        "{\"error\":{\"code\":\"x\"}}",
        "{\"error\":\"client_credentials\"}", // Repeats what was sent.
        "{\"error\":\"Some Words\"}"
      })
  void aCodeThatIsNoneIsNotSaid(String answer) {
    ActionFailure failure = refusedWith(401, answer);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageStartingWith("no access token (HTTP 401): check");
  }

  @Test
  void aVendorWithMoreToSayIsHeard() {
    tokenStatus.set(401);
    tokenAnswer.set("{\"error\":\"invalid_client\"}");
    BearerTokens spoken =
        new BearerTokens(
            http, () -> ASK, a -> "no token: " + a.status() + ", renew it", new Hands(now));

    assertThatThrownBy(() -> spoken.exchange(Request.get("/thing")))
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.REFUSED))
        .hasMessage("no token: 401, renew it");
  }

  @ParameterizedTest
  @CsvSource({"500, UNAVAILABLE", "503, UNAVAILABLE", "429, UNAVAILABLE", "302, REFUSED"})
  void aTroubleOfTheServerIsNoRefusalOfTheSecret(int status, Kind kind) {
    ActionFailure failure = refusedWith(status, "{\"error\":\"invalid_client\"}");

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining("HTTP " + status);
  }

  // ---- claims

  private static String token(String payload) {
    return "aGVhZA."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8))
        + ".c2ln";
  }

  private void given(String token) {
    tokenAnswer.set("{\"access_token\":\"" + token + "\",\"expires_in\":600}");
  }

  @Test
  void theClaimsAreThoseOfANewTokenWhichServesFromThenOn() throws ActionFailure {
    as();
    given(token("{\"roles\":[\"Reader\"]}"));

    Optional<JsonNode> claims = tokens.freshClaims();

    assertThat(claims.orElseThrow().at("/roles/0").asText()).isEqualTo("Reader");
    assertThat(as()).isEqualTo("Bearer " + token("{\"roles\":[\"Reader\"]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque", "a.b", "a.b.c", "a.!!.c", "e30.W10.x", "e30.e30.x.y", "a..c"})
  void aTokenThatCannotBeReadHasNoClaims(String token) throws ActionFailure {
    given(token);

    assertThat(tokens.freshClaims()).isEmpty();
  }

  @Test
  void withoutATokenThereAreNoClaimsButTheRefusal() {
    tokenStatus.set(401);
    tokenAnswer.set("{\"error\":\"invalid_client\"}");

    assertThatThrownBy(tokens::freshClaims).hasMessageContaining("invalid_client");
  }
}
