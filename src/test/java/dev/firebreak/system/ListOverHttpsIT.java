package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.bench.Ports;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Launch;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server with a certificate of its own, as firewalls need it. */
class ListOverHttpsIT {
  private static final String PASSWORD = unique("a-password-of-a-firewall");
  private static final TestAuthority AUTHORITY = new TestAuthority("The exchange's own");

  private static Path certificate;
  private static Path key;

  @BeforeAll
  static void certify() throws IOException {
    TestCertificate own = AUTHORITY.issue("firebreak.example.com");
    Path folder = Files.createTempDirectory("https");
    certificate = Files.writeString(folder.resolve("firebreak.pem"), own.pem());
    key = Files.writeString(folder.resolve("firebreak.key"), own.keyPem());
  }

  private static Map<String, String> settings(int port) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("quarkus.http.ssl-port", Integer.toString(port));
    all.put("quarkus.tls.firebreak.key-store.pem.server.cert", certificate.toString());
    all.put("quarkus.tls.firebreak.key-store.pem.server.key", key.toString());
    all.put("firebreak.connectors.edl.kind", "edl");
    all.put("firebreak.connectors.edl.settings.username", "firewall");
    all.put("firebreak.connectors.edl.settings.password", PASSWORD);
    return all;
  }

  private static HttpClient trusting() {
    return HttpClient.newBuilder().sslContext(AUTHORITY.trusting(Optional.empty())).build();
  }

  private static HttpResponse<String> get(HttpClient client, URI uri) throws IOException {
    String pair = "firewall:" + PASSWORD;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Basic " + basic).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void a_list_is_served_over_https_under_the_certificate_that_is_configured() throws IOException {
    int port = Ports.free();
    URI list = URI.create("https://127.0.0.1:" + port + "/lists/edl/ip");

    try (Firebreak app = Firebreak.start("https", settings(port))) {
      Await.until("HTTPS as well", () -> isThere(app.app(), list));

      HttpResponse<String> answer = get(trusting(), list);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("etag")).isPresent();
      assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
      assertThat(answer.sslSession()).isPresent();
      assertThatThrownBy(() -> get(HttpClient.newHttpClient(), list))
          .isInstanceOf(SSLException.class);
      assertThat(app.http().get("/lists/edl/ip", Map.of()).status()).isEqualTo(401);
    }
  }

  /** The file is where the command line finds the server. */
  @Test
  void without_plain_http_nothing_answers_there_and_the_home_says_where_the_server_is()
      throws IOException {
    int port = Ports.free();
    Map<String, String> settings = settings(port);
    settings.put("quarkus.http.insecure-requests", "disabled");
    AppProcess app = Firebreak.prepare("https-only", settings);
    URI ready = URI.create("https://127.0.0.1:" + port + "/q/health/ready");
    try {
      app.start();
      Await.until("the server", () -> isThere(app, ready));

      assertThatThrownBy(() -> get(HttpClient.newHttpClient(), app.url()))
          .isInstanceOf(IOException.class);
      JsonNode announced = Json.parse(Files.readString(app.home().resolve("server.json")));
      assertThat(announced.path("url").asText()).isEqualTo("https://127.0.0.1:" + port);
    } finally {
      app.stopAll();
    }
  }

  private static boolean isThere(AppProcess app, URI uri) {
    app.checkAlive();
    try {
      return get(trusting(), uri).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static void saysOnly(Launch launch, String... words) {
    List<String> sentences =
        launch.output().lines().filter(l -> l.startsWith("Firebreak cannot start. ")).toList();
    assertThat(launch.exit()).as(launch.output()).isNotZero();
    assertThat(sentences).as(launch.output()).hasSize(1);
    assertThat(sentences.get(0)).contains(words);
    assertThat(launch.output()).doesNotContain("\tat ");
  }

  private static Launch launch(Map<String, String> settings) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("firebreak.playbooks.dir", Firebreak.ROOT.resolve("playbooks").toString());
    return Launch.of(
        Firebreak.emptyHome("https-start"), all, "-Dquarkus.http.port=" + Ports.free());
  }

  @Test
  void a_port_for_https_that_is_in_use_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launch launch = launch(settings(taken.getLocalPort()));

      saysOnly(launch, "Port " + taken.getLocalPort(), "in use", "QUARKUS_HTTP_SSL_PORT");
    }
  }

  @Test
  void a_key_that_is_not_there_is_named() throws IOException {
    Map<String, String> settings = settings(Ports.free());
    settings.put("quarkus.tls.firebreak.key-store.pem.server.key", "/nowhere/firebreak.key");

    Launch launch = launch(settings);

    saysOnly(launch, "/nowhere/firebreak.key", "quarkus.tls.firebreak.key-store");
  }
}
