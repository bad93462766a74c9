package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Await;
import dev.firebreak.support.BreadthFirebreak;
import dev.firebreak.support.Firebreak;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Devices that send CEF by syslog over TLS to the running application. */
class SyslogIT {
  private static TestCertificate device;

  private final Firebreak app = BreadthFirebreak.get();

  @BeforeAll
  static void certify() {
    device = BreadthFirebreak.devices().issue(BreadthFirebreak.DEVICE);
  }

  /** The server proves who it is before anything is said. */
  private static SSLSocket connect(Optional<TestCertificate> shown) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            BreadthFirebreak.servers()
                .trusting(shown)
                .getSocketFactory()
                .createSocket("127.0.0.1", BreadthFirebreak.syslogPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String event(String user, String severity) {
    return "<134>1 2026-01-15T10:00:00Z fw-1 cef - - - CEF:0|Acme|Wall|7.1|auth-77|Odd sign-in|"
        + severity
        + "|suser="
        + user
        + " src=203.0.113.77 msg=first seen \u00e4\u00f6";
  }

  private static byte[] counted(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    byte[] length = (bytes.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[length.length + bytes.length];
    System.arraycopy(length, 0, all, 0, length.length);
    System.arraycopy(bytes, 0, all, length.length, bytes.length);
    return all;
  }

  private Stream<JsonNode> alerts(String user) {
    return app.items("/api/v1/incidents?limit=500")
        .flatMap(i -> Firebreak.each(app.story(i.path("id").asText()).path("alerts")))
        .filter(a -> a.path("alert").path("targets").toString().contains("\"" + user + "\""));
  }

  private JsonNode alert(String user) {
    return Await.value("an alert about " + user, () -> alerts(user).findFirst());
  }

  @Test
  void what_a_known_device_sends_is_an_incident_with_its_severity_and_targets() throws IOException {
    String user = unique("eve");

    try (SSLSocket socket = connect(Optional.of(device))) {
      socket.getOutputStream().write(counted(event(user, "8")));

      JsonNode seen = alert(user);

      assertThat(seen.path("source").asText()).isEqualTo("network");
      assertThat(seen.path("alert").path("severity").asText()).isEqualToIgnoringCase("high");
      assertThat(seen.path("alert").path("rule").asText()).isEqualTo("Acme/Wall/auth-77");
      assertThat(seen.path("alert").path("title").asText()).isEqualTo("Odd sign-in");
      assertThat(seen.path("alert").path("targets").toString()).contains("203.0.113.77");
      assertThat(seen.path("alert").toString()).contains("first seen \u00e4\u00f6");
    }
  }

  @Test
  void several_messages_of_one_connection_that_come_in_pieces_all_arrive() throws Exception {
    String first = unique("one");
    String second = unique("two");

    try (SSLSocket socket = connect(Optional.of(device))) {
      byte[] all = counted(event(first, "5"));
      socket.getOutputStream().write(all, 0, 7);
      socket.getOutputStream().flush();
      socket.getOutputStream().write(all, 7, all.length - 7);
      socket.getOutputStream().write(counted(event(second, "5")));
      socket.getOutputStream().flush();

      alert(first);
      alert(second);
    }
  }

  private static void speak(SSLSocket socket, String user) throws IOException {
    socket.startHandshake();
    socket.getOutputStream().write(counted(event(user, "10")));
    socket.getOutputStream().flush();
    if (socket.getInputStream().read() < 0) {
      throw new IOException("the other side ended the connection");
    }
  }

  /** What a known device sends afterwards has arrived: nothing is on its way any more. */
  private void nothingCame(String stranger) throws IOException {
    String known = unique("known");
    try (SSLSocket socket = connect(Optional.of(device))) {
      socket.getOutputStream().write(counted(event(known, "5")));
      socket.getOutputStream().flush();
      alert(known);
    }
    assertThat(alerts(stranger)).isEmpty();
    assertThat(app.operator().get("/api/v1/kept-aside?limit=500").toString())
        .doesNotContain(stranger);
  }

  @Test
  void a_client_without_a_certificate_gets_nothing_in() throws IOException {
    String stranger = unique("mallory");

    try (SSLSocket socket = connect(Optional.empty())) {
      assertThatThrownBy(() -> speak(socket, stranger)).isInstanceOf(IOException.class);
    }

    nothingCame(stranger);
  }

  @Test
  void a_client_with_a_certificate_of_a_stranger_of_the_same_name_gets_nothing_in()
      throws IOException {
    String stranger = unique("mallory");
    TestCertificate forged = new TestAuthority("Devices").issue(BreadthFirebreak.DEVICE);

    try (SSLSocket socket = connect(Optional.of(forged))) {
      assertThatThrownBy(() -> speak(socket, stranger)).isInstanceOf(IOException.class);
    }

    nothingCame(stranger);
  }

  @Test
  void a_client_whose_certificate_names_another_device_gets_nothing_in() throws IOException {
    String stranger = unique("mallory");
    TestCertificate other = BreadthFirebreak.devices().issue("printer.example.com");

    try (SSLSocket socket = connect(Optional.of(other))) {
      assertThatThrownBy(() -> speak(socket, stranger)).isInstanceOf(IOException.class);
    }

    nothingCame(stranger);
  }

  @Test
  void what_is_no_cef_is_kept_aside_and_the_connection_goes_on() throws IOException {
    String user = unique("after");
    String noise = unique("noise");

    try (SSLSocket socket = connect(Optional.of(device))) {
      socket.getOutputStream().write(counted("<13>Jan 15 10:00:00 h sshd: hello " + noise));
      socket.getOutputStream().write(counted(event(user, "5")));
      socket.getOutputStream().flush();

      alert(user);
    }

    assertThat(app.items("/api/v1/kept-aside?limit=500"))
        .filteredOn(a -> a.path("source").asText().equals("network"))
        .anySatisfy(a -> assertThat(a.path("reason").asText()).contains("CEF"));
  }

  @Test
  void the_hook_of_a_source_without_a_secret_takes_nothing() {
    assertThat(
            app.http()
                .post(
                    "/hooks/network",
                    Map.of("Content-Type", "text/plain", "Authorization", "Bearer x"),
                    event(unique("eve"), "5").getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(401);
  }
}
