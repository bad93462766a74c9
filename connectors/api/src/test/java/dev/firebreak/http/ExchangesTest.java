package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.ActionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExchangesTest {
  private HttpServer vendor;
  private VendorHttp http;

  @BeforeEach
  void a_vendor() throws IOException {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer = "answered".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(202, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    vendor.start();
    URI url = URI.create("http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1");
    http = VendorHttp.open(Endpoint.at(url), List.of("127.0.0.1"));
  }

  @AfterEach
  void stop() {
    http.close();
    vendor.stop(0);
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void what_goes_over_the_wire_is_noted_by_size_and_digest_and_once() throws Exception {
    Exchanges wire = new Exchanges();
    try (Exchanges.Noting noting = wire.begin()) {
      http.send(Request.json("POST", "/users?q=1", List.of("secret")));
    }

    Exchange noted = wire.take().get(0);

    assertThat(noted.method()).isEqualTo("POST");
    assertThat(noted.host()).isEqualTo("127.0.0.1");
    assertThat(noted.requestBytes()).isEqualTo(10);
    assertThat(noted.requestSha256()).isEqualTo(sha256("POST /v1/users?q=1\n[\"secret\"]"));
    assertThat(noted.status()).contains(202);
    assertThat(noted.responseBytes()).isEqualTo(8);
    assertThat(noted.responseSha256()).contains(sha256("answered"));
    assertThat(noted.toString()).doesNotContain("secret", "users");
    assertThat(wire.take()).isEmpty();
  }

  @Test
  void a_request_without_an_answer_is_noted_too() {
    vendor.stop(0);
    Exchanges wire = new Exchanges();

    Throwable failure;
    try (Exchanges.Noting noting = wire.begin()) {
      failure = catchThrowable(() -> http.send(Request.get("/users")));
    }

    assertThat(failure).isInstanceOf(ActionFailure.class);
    assertThat(wire.take())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.status()).isEmpty();
              assertThat(e.responseSha256()).isEmpty();
            });
  }

  @Test
  void nothing_is_noted_outside() throws Exception {
    Exchanges wire = new Exchanges();
    wire.begin().close();

    http.send(Request.get("/users"));

    assertThat(wire.take()).isEmpty();
  }
}
