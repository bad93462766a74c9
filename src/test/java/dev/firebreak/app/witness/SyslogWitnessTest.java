package dev.firebreak.app.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.audit.Head;
import dev.firebreak.support.Await;
import dev.firebreak.support.SyslogReceiver;
import dev.firebreak.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogWitnessTest {
  private static TestAuthority authority;

  @TempDir private Path folder;
  private SyslogReceiver receiver;

  @BeforeAll
  static void an_authority() {
    authority = new TestAuthority("syslog authority");
  }

  @BeforeEach
  void a_receiver() {
    receiver = SyslogReceiver.start(authority, 0);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  static Head head(long size) {
    return new Head(
        size,
        "0".repeat(64),
        Instant.parse("2026-01-15T10:00:00.123456Z"),
        "0123456789abcdef",
        "A".repeat(86) + "==");
  }

  private SyslogWitness trusting(TestAuthority trusted, String... privateHosts) throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), trusted.pem());
    return new SyslogWitness(
        new SyslogSettings(
            "127.0.0.1", receiver.port(), Optional.of(ca.toString()), List.of(privateHosts)));
  }

  private SyslogWitness witness() throws IOException {
    return trusting(authority, "127.0.0.1");
  }

  @Test
  void a_head_is_one_message_of_rfc_5424_in_a_frame_of_rfc_5425() throws IOException {
    witness().keep(List.of(head(7), head(8)));

    Await.until("two messages", () -> receiver.messages().size() == 2);
    assertThat(receiver.messages().get(0))
        .matches(
            "<110>1 \\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d) \\S+ firebreak \\d+"
                + " audit-head - \uFEFF\\{\"at\":.*\\}")
        .endsWith(head(7).line());
    assertThat(receiver.messages().get(1)).endsWith(head(8).line());
  }

  @Test
  void a_server_that_went_away_is_noticed_and_heads_go_to_it_again_when_it_is_back()
      throws IOException {
    SyslogWitness witness = witness();
    witness.keep(List.of(head(1)));
    int port = receiver.port();
    receiver.close();

    assertThatThrownBy(() -> witness.keep(List.of(head(2))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port);

    receiver = SyslogReceiver.start(authority, port);
    witness.keep(List.of(head(2), head(3)));
    Await.until("the missed heads", () -> receiver.messages().size() == 2);
  }

  @Test
  void whether_it_is_there_is_known_before_there_is_a_head() throws IOException {
    SyslogWitness witness = witness();
    receiver.close();

    assertThatThrownBy(() -> witness.keep(List.of())).isInstanceOf(IOException.class);
  }

  @Test
  void a_server_that_another_authority_vouches_for_gets_nothing() throws IOException {
    SyslogWitness witness = trusting(new TestAuthority("another"), "127.0.0.1");

    assertThatThrownBy(() -> witness.keep(List.of(head(1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no TLS");
    assertThat(receiver.messages()).isEmpty();
  }

  @Test
  void a_private_address_that_nobody_listed_is_not_connected_to() throws IOException {
    SyslogWitness witness = trusting(authority);

    assertThatThrownBy(() -> witness.keep(List.of(head(1)))).isInstanceOf(IOException.class);
    assertThat(receiver.messages()).isEmpty();
  }
}
