package dev.firebreak.hardening;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.Ports;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Await;
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
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A certificate that is replaced while the server runs. */
class RenewalIT {
  private static final TestAuthority OURS = new TestAuthority("The exchange's own");
  private static final TestAuthority SENDERS = new TestAuthority("The SIEM vendor's");

  private final Path folder;
  private final int port;

  RenewalIT() throws IOException {
    folder = Files.createTempDirectory("renewal");
    port = Ports.free();
  }

  private void certify(String name) throws IOException {
    TestCertificate issued = OURS.issue(name);
    put("server.key", issued.keyPem());
    put("server.pem", issued.pem());
  }

  private void put(String file, String text) throws IOException {
    Path made = Files.writeString(folder.resolve(file + ".new"), text);
    Files.move(made, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private Map<String, String> settings() throws IOException {
    Map<String, String> all = new LinkedHashMap<>(Firebreak.signingSource("siem", false));
    put("senders.pem", SENDERS.pem());
    all.put("quarkus.http.ssl-port", Integer.toString(port));
    all.put("quarkus.tls.firebreak.key-store.pem.server.cert", folder + "/server.pem");
    all.put("quarkus.tls.firebreak.key-store.pem.server.key", folder + "/server.key");
    all.put("quarkus.tls.firebreak.reload-period", "3s");
    all.put("firebreak.sources.siem.client-certificate.ca", folder + "/senders.pem");
    return all;
  }

  @Test
  void a_renewed_certificate_is_taken_without_a_restart_and_senders_are_still_asked_for_theirs()
      throws IOException {
    certify("first");
    try (Firebreak app = Firebreak.start("renewal", settings())) {
      Await.until("the first certificate", () -> shownByServer().contains("CN=first"));

      certify("second");

      Await.until("the renewed certificate", () -> shownByServer().contains("CN=second"));
      Await.until("an alert", () -> alert(app, Optional.of(SENDERS.issue("siem"))) == 202);
      Await.until("a refusal", () -> alert(app, Optional.empty()) == 401);
      assertThat(app.app().pid()).isPositive();
    }
  }

  /** Empty in the moment of the change, when a connection may be turned away. */
  private String shownByServer() throws Exception {
    try {
      HttpRequest health = HttpRequest.newBuilder(at("/q/health/ready")).build();
      return ((X509Certificate)
              sent(Optional.empty(), health).sslSession().orElseThrow().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .toString();
    } catch (IOException turnedAway) {
      return "";
    }
  }

  private int alert(Firebreak app, Optional<TestCertificate> shown) throws Exception {
    String json = Json.write(Alerts.outflow(unique("hot"), "low"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at("/hooks/siem"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(json.getBytes(UTF_8)));
    app.siem("siem").headers(unique("msg"), Instant.now(), json).forEach(request::header);
    try {
      return sent(shown, request.build()).statusCode();
    } catch (IOException turnedAway) {
      return 0;
    }
  }

  private URI at(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> sent(Optional<TestCertificate> shown, HttpRequest request)
      throws Exception {
    return HttpClient.newBuilder()
        .sslContext(OURS.trusting(shown))
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }
}
