package dev.firebreak.hardening;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.Ports;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Firebreak;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server with a certificate of its own, set up as docs/tls.md says, and a source whose sender
 * has to show one as well.
 */
class TlsIT {
  private static final TestAuthority OURS = new TestAuthority("The exchange's own");
  private static final TestAuthority SENDERS = new TestAuthority("The SIEM vendor's");

  private static int port;
  private static Path folder;
  private static Firebreak app;

  @BeforeAll
  static void start() throws IOException {
    port = Ports.free();
    folder = Files.createTempDirectory("tls");
    certify("first");
    Map<String, String> settings = settings(port);
    settings.putAll(Firebreak.signingSource("open", false));
    settings.putAll(Firebreak.signingSource("siem", false));
    String certificate = "firebreak.sources.siem.client-certificate.";
    Path authority = Files.writeString(folder.resolve("senders-ca.pem"), SENDERS.pem());
    settings.put(certificate + "ca", authority.toString());
    settings.put(certificate + "subject", "CN=siem");
    settings.putAll(Firebreak.signingSource("by-name", false));
    certificate = "firebreak.sources.by-name.client-certificate.";
    settings.put(certificate + "ca", authority.toString());
    settings.put(certificate + "alternative-name", "LOCALHOST");
    app = Firebreak.start("tls", settings);
  }

  private static Map<String, String> settings(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.http.ssl-port", Integer.toString(port));
    settings.put("quarkus.tls.firebreak.key-store.pem.server.cert", folder + "/server.pem");
    settings.put("quarkus.tls.firebreak.key-store.pem.server.key", folder + "/server.key");
    return settings;
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** As a renewal does it: key first, then the certificate. */
  private static void certify(String name) throws IOException {
    TestCertificate issued = OURS.issue(name);
    Files.writeString(folder.resolve("server.key"), issued.keyPem());
    Files.writeString(folder.resolve("server.pem"), issued.pem());
  }

  private static HttpClient client(Optional<TestCertificate> shown) {
    return HttpClient.newBuilder().sslContext(OURS.trusting(shown)).build();
  }

  private static HttpResponse<String> get(HttpClient client) {
    return send(client, HttpRequest.newBuilder(at("/q/health/ready")).build());
  }

  private static URI at(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A rightly signed alert. */
  private static HttpResponse<String> alert(String source, Optional<TestCertificate> shown) {
    String json = Json.write(Alerts.outflow(unique("hot"), "low"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at("/hooks/" + source))
            .POST(HttpRequest.BodyPublishers.ofByteArray(json.getBytes(UTF_8)));
    app.siem(source).headers(unique("msg"), Instant.now(), json).forEach(request::header);
    return send(client(shown), request.build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void todays_protocols_are_spoken(String protocol) throws Exception {
    assertThat(OldClient.shakes(port, protocol)).startsWith("agreed on " + protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSLv3", "TLSv1", "TLSv1.1"})
  void a_client_that_only_speaks_old_protocols_is_refused(String protocol) throws Exception {
    assertThat(OldClient.shakes(port, protocol)).startsWith("refused: ");
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, agreed on TLSv1.2",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, agreed on TLSv1.2",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, refused: ",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, refused: ",
    "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA, refused: ",
    "TLS_ECDHE_ECDSA_WITH_NULL_SHA, refused: ",
    "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, refused: "
  })
  void suites_keep_yesterdays_talk_secret_and_notice_changes(String suite, String outcome)
      throws Exception {
    assertThat(OldClient.shakes(port, "TLSv1.2", suite)).startsWith(outcome);
  }

  @Test
  void over_tls_a_browser_is_told_to_come_back_that_way() {
    HttpResponse<String> answer = get(client(Optional.empty()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("strict-transport-security"))
        .contains("max-age=31536000");
  }

  @Test
  void signature_and_certificate_together_are_taken() {
    assertThat(alert("siem", Optional.of(SENDERS.issue("siem"))).statusCode()).isEqualTo(202);
    assertThat(alert("by-name", Optional.of(SENDERS.issue("any"))).statusCode()).isEqualTo(202);
  }

  @Test
  void a_source_that_wants_no_certificate_takes_a_signature_with_and_without_one() {
    assertThat(alert("open", Optional.empty()).statusCode()).isEqualTo(202);
    assertThat(alert("open", Optional.of(SENDERS.issueExpired("x"))).statusCode()).isEqualTo(202);
  }

  @Test
  void a_right_signature_with_no_or_a_wrong_certificate_is_refused_like_a_wrong_signature() {
    TestAuthority impostor = new TestAuthority("The SIEM vendor's");
    String wrongSignature = shape(alertWithWrongSignature());

    assertThat(shape(alert("siem", Optional.empty()))).as("none").isEqualTo(wrongSignature);
    assertThat(shape(alert("siem", Optional.of(SENDERS.issueExpired("siem")))))
        .as("expired")
        .isEqualTo(wrongSignature);
    assertThat(shape(alert("siem", Optional.of(SENDERS.issue("another")))))
        .as("of another sender of the same authority")
        .isEqualTo(wrongSignature);
    assertThat(shape(alert("siem", Optional.of(impostor.issue("siem")))))
        .as("of an authority of the same name")
        .isEqualTo(wrongSignature);
    assertThat(shape(alert("siem", Optional.of(OURS.issue("siem")))))
        .as("of the server's authority")
        .isEqualTo(wrongSignature);
    assertThat(shape(alert("siem", Optional.of(SENDERS.issueForServers("siem")))))
        .as("for servers")
        .isEqualTo(wrongSignature);
  }

  private static HttpResponse<String> alertWithWrongSignature() {
    String json = Json.write(Alerts.outflow(unique("hot"), "low"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at("/hooks/siem"))
            .POST(HttpRequest.BodyPublishers.ofByteArray((json + " ").getBytes(UTF_8)));
    app.siem("siem").headers(unique("msg"), Instant.now(), json).forEach(request::header);
    return send(client(Optional.of(SENDERS.issue("siem"))), request.build());
  }

  /** All that a sender gets to see. */
  private static String shape(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    return answer.headers().map() + answer.body();
  }

  @Test
  void a_certificate_does_not_make_up_for_a_wrong_signature_nor_for_plain_http() {
    String json = Json.write(Alerts.outflow(unique("hot"), "low"));

    assertThat(alertWithWrongSignature().statusCode()).isEqualTo(401);
    assertThat(app.siem("siem").send(json).status()).as("plain http").isEqualTo(401);
    assertThat(app.siem("open").send(json).status()).as("plain http").isEqualTo(202);
  }
}
