package dev.firebreak.connector.dnsrpz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.testkit.DescriptionContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** What needs no BIND: the description, inputs and settings, and a server that misbehaves. */
class DnsRpzTest extends DescriptionContract {
  private final FakePrimary primary = FakePrimary.start();
  private final Bench bench = Bench.at(primary.port(), Map.of("timeout", "PT0.3S"));

  @BeforeEach
  void allIsWell() {
    primary.answering(asked -> FakePrimary.signed(asked, Rcode.NOERROR));
  }

  @AfterAll
  void stop() {
    primary.close();
  }

  @Override
  protected ConnectorKind<?> kind() {
    return new DnsRpzKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Bench.settings(primary.port());
  }

  @Override
  protected Connector connector() {
    return bench.connector();
  }

  // ---- names of rules

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 32.9.113.0.203.rpz-ip",
    "198.51.100.0/24, 24.0.100.51.198.rpz-ip",
    "2001:db8::9, 128.9.zz.db8.2001.rpz-ip",
    "2001:db8::/32, 32.zz.db8.2001.rpz-ip",
    "2001:db8:0:1:2:3:4:5, 128.5.4.3.2.1.0.db8.2001.rpz-ip",
    "2001:db8:0:0:1:0:0:1, 128.1.0.0.1.zz.db8.2001.rpz-ip"
  })
  void aRuleForAnAddressIsNamedBackwardsBehindItsPrefix(String ip, String name) {
    assertThat(new Trigger.Ip(ip).labels()).containsExactly(name);
  }

  @Test
  void aRuleForADomainIsForAllBelowItToo() throws ActionFailure {
    assertThat(new Trigger.Domain("Evil.Example.").owners(Name.fromConstantString("rpz.x.")))
        .extracting(Name::toString)
        .containsExactly("evil.example.rpz.x.", "*.evil.example.rpz.x.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.113.0.203.rpz-ip",
        "32.9.113.0.203.rpz-client-ip",
        "evil.example.rpz-nsdname",
        "*.evil.example",
        "evil..example",
        "evil.example/x",
        "evil\\.example",
        "evil.example\nx",
        "203.0.113.9",
        "@",
        "."
      })
  void aDomainThatWouldBeARuleOfAnotherKindIsRefused(String domain) {
    assertThatThrownBy(() -> bench.run("block-domain", domain))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDomainThatDoesNotFitIntoTheZoneIsBadInput() {
    String label = "a".repeat(60) + ".";

    ActionFailure failure = failureOf(() -> bench.run("block-domain", label.repeat(4) + "example"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failure).hasMessageContaining("too long");
  }

  @ParameterizedTest
  @CsvSource({
    "block-domain, com, BAD_INPUT",
    "block-domain, co.uk, BAD_INPUT",
    "block-domain, pages.dev, BAD_INPUT",
    "block-ip, 10.0.0.1, REFUSED",
    "block-ip, ::1, REFUSED",
    "block-ip, 0.0.0.0/0, REFUSED",
    "block-ip, 8.0.0.0/7, REFUSED",
    "block-ip, 203.0.113.7, REFUSED",
    "block-domain, www.exchange.example, REFUSED"
  })
  void whatWouldHitOthersOrOurselvesIsNeverSent(String action, String value, Kind kind) {
    primary.answering(
        asked -> {
          throw new AssertionError("nothing must be sent");
        });
    Bench careful = Bench.at(primary.port(), Map.of("never", "203.0.113.0/28,exchange.example"));

    assertThat(failureOf(() -> careful.run(action, value)).kind()).isEqualTo(kind);
    assertThat(failureOf(() -> careful.preview(action, value)).kind()).isEqualTo(kind);
  }

  // ---- a server that misbehaves

  @TestFactory
  Stream<DynamicTest> anAnswerThatIsNoneIsUnknownForAChangeAndNoConfirmation() {
    Map<String, FakePrimary.Answerer> bad = new HashMap<>();
    bad.put("nothing", asked -> new byte[0]);
    bad.put("half a length", asked -> new byte[] {0});
    bad.put("a length of 0", asked -> new byte[] {0, 0});
    bad.put("fewer bytes than promised", asked -> new byte[] {1, 0, 1, 2, 3});
    bad.put("a header of zeros", asked -> FakePrimary.framed(new byte[12]));
    bad.put("a web page", asked -> "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
    bad.put("another id", asked -> otherId(FakePrimary.signed(asked, Rcode.NOERROR)));
    bad.put("an endless name", asked -> FakePrimary.framed(pointerToItself(asked)));
    bad.put(
        "no signature",
        asked -> FakePrimary.framed(FakePrimary.plain(asked, Rcode.NOERROR).toWire()));
    bad.put("a broken signature", asked -> broken(FakePrimary.signed(asked, Rcode.NOERROR)));
    bad.put(
        "an unsigned condition",
        asked -> FakePrimary.framed(FakePrimary.plain(asked, Rcode.NXRRSET).toWire()));
    bad.put("SERVFAIL", asked -> FakePrimary.signed(asked, Rcode.SERVFAIL));
    return bad.entrySet().stream()
        .map(b -> DynamicTest.dynamicTest(b.getKey(), () -> confront(b.getValue())));
  }

  private void confront(FakePrimary.Answerer bad) {
    primary.answering(bad);

    ActionFailure done = failureOf(() -> bench.run("block-domain", "evil.example"));
    ActionFailure seen = failureOf(() -> bench.observe("block-domain", "evil.example"));
    ActionFailure lifted = failureOf(() -> bench.observe("unblock-ip", "203.0.113.9"));
    ActionFailure ready = failureOf(() -> connector().readiness());

    assertThat(done.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(seen.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(lifted.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(ready.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(done).hasMessageNotContaining(Bench.SECRET);
  }

  @Test
  void aSilentServerEndsTheCall() {
    primary.answering(
        asked -> {
          try {
            Thread.sleep(1_000); // Longer than the instance's time limit.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new byte[0];
        });

    assertThat(failureOf(() -> bench.run("block-domain", "evil.example")).kind())
        .isEqualTo(Kind.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, allow the key",
    "NOTZONE, 'zone'",
    "NOTIMP, dynamic updates",
    "NOTAUTH, primary"
  })
  void aRefusalIsRefusedWithWhatToDo(String rcode, String hint) {
    primary.answering(asked -> FakePrimary.signed(asked, Rcode.value(rcode)));

    ActionFailure failure = failureOf(() -> bench.run("block-domain", "evil.example"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining(rcode).hasMessageContaining(hint);
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    Bench nowhere;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nowhere = Bench.at(gone.getLocalPort());
    }

    assertThat(failureOf(() -> nowhere.run("block-domain", "evil.example")).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(failureOf(() -> nowhere.connector().readiness()).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource({
    "zone, not a zone",
    "key-name, ''",
    "key-algorithm, hmac-md5",
    "key-secret, c2hvcnQ=",
    "key-secret, '!!!'",
    "rewrite, explode",
    "rewrite, redirect",
    "walled-garden, 192.0.2.1",
    "ttl, 0",
    "port, 0",
    "resolver-port, 70000",
    "never, 'a b'",
    "broadest-ipv4, 33",
    "timeout, PT0S"
  })
  void aSettingThatCannotWorkIsRefused(String key, String value) {
    Map<String, String> with =
        key.equals("resolver-port")
            ? Map.of("resolver", "127.0.0.1", key, value)
            : Map.of(key, value);

    assertThatThrownBy(() -> Bench.at(primary.port(), with))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("c2hvcnQ=");
  }

  @Test
  void aResolverCannotConfirmWhatIsDropped() {
    assertThatThrownBy(
            () -> Bench.at(primary.port(), Map.of("rewrite", "drop", "resolver", "127.0.0.1")))
        .hasMessageContaining("resolver");
  }

  private static byte[] otherId(byte[] framed) {
    framed[2] ^= 1;
    return framed;
  }

  private static byte[] broken(byte[] framed) {
    framed[framed.length - 10] ^= 1; // Within the signature.
    return framed;
  }

  private static byte[] pointerToItself(Message asked) {
    byte[] wire = new byte[18];
    wire[0] = (byte) (asked.getHeader().getID() >> 8);
    wire[1] = (byte) asked.getHeader().getID();
    wire[2] = (byte) 0xa8; // An answer to an update.
    wire[5] = 1;
    wire[12] = (byte) 0xc0;
    wire[13] = 12;
    return wire;
  }

  private static ActionFailure failureOf(ThrowingCallable call) {
    ActionFailure[] caught = new ActionFailure[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(ActionFailure.class, f -> caught[0] = f);
    return caught[0];
  }
}
