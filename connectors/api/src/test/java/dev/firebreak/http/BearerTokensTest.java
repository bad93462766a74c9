package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BearerTokensTest {
  private static final Request ASK =
      Request.form("/token", Map.of("grant_type", "client_credentials"));

  private final AtomicInteger given = new AtomicInteger();
  private final AtomicReference<String> refused = new AtomicReference<>("");
  private final AtomicReference<String> tokenAnswer = new AtomicReference<>("");
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
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
    answer(e, 200, answer);
  }

  private void thing(HttpExchange e) throws IOException {
    String shown = String.valueOf(e.getRequestHeaders().getFirst("Authorization"));
    answer(e, shown.equals("Bearer " + refused.get()) ? 401 : 200, "{\"as\":\"" + shown + "\"}");
  }

  private static void answer(HttpExchange e, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    e.sendResponseHeaders(status, bytes.length);
    e.getResponseBody().write(bytes);
    e.close();
  }

  private String as() throws ActionFailure {
    return tokens.send(Request.get("/thing")).json().path("as").asText();
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
}
