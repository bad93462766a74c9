package dev.firebreak.connector.dnsrpz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Against two real BIND 9: a resolver that uses the policy zone and is its primary, and the
 * authority that it asks for everything below {@code example}. Each test has a domain of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BindTest {
  private static final String KEYS =
      """
      key "firebreak" { algorithm hmac-sha256; secret "%1$s"; };
      key "stranger" { algorithm hmac-sha256; secret "%1$s"; };
      """
          .formatted(Bench.SECRET);

  private static final String AUTHORITY =
      """
      options {
        directory "DIRECTORY"; pid-file none; session-keyfile none;
        listen-on port PORT { 127.0.0.1; }; listen-on-v6 { none; };
        recursion no; allow-query { any; }; dnssec-validation no;
      };
      controls { };
      zone "example" { type primary; file "example.db"; };
      """;

  private static final String RESOLVER =
      KEYS
          + """
          options {
            directory "DIRECTORY"; pid-file none; session-keyfile none;
            listen-on port PORT { 127.0.0.1; }; listen-on-v6 { none; };
            recursion yes; allow-query { any; }; dnssec-validation no;
            response-policy { zone "rpz.firebreak.example"; } min-update-interval 0;
          };
          controls { };
          zone "rpz.firebreak.example" {
            type primary; file "rpz.db"; notify no;
            allow-query { key "firebreak"; key "stranger"; };
            update-policy { grant "firebreak" zonesub ANY; };
          };
          zone "example" { type forward; forward only; forwarders { 127.0.0.1 port AUTHORITY; }; };
          """;

  private static final String SOA =
      "$TTL 60\n@ IN SOA localhost. root.localhost. 1 3600 600 86400 60\n@ IN NS localhost.\n";

  private static Named authority;
  private static Named resolver;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (Named.program().isEmpty()) {
      System.out.println("BindTest is skipped: no 'named' here; apt-get install bind9 brings it");
    }
    assumeTrue(Named.program().isPresent(), "no 'named' installed");
    System.out.println("BindTest runs against " + Named.version());
    String all =
        """
        *.example. A 203.0.113.9
        *.example. AAAA 2001:db8:7::9
        other.example. A 198.51.100.1
        other.example. AAAA 2001:db8:8::1
        """;
    authority = Named.start(AUTHORITY, Map.of("example.db", SOA + all), "other.example");
    resolver =
        Named.start(
            RESOLVER.replace("AUTHORITY", Integer.toString(authority.port)),
            Map.of("rpz.db", SOA + "friend.example CNAME rpz-passthru.\n"),
            "other.example");
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (resolver != null) {
      resolver.close();
    }
    if (authority != null) {
      authority.close();
    }
  }

  private Bench bench() {
    return Bench.at(resolver.port);
  }

  private Bench bench(String... settings) {
    Map<String, String> more = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      more.put(settings[i], settings[i + 1]);
    }
    return Bench.at(resolver.port, more);
  }

  // ---- what clients see

  @Test
  void aBlockedDomainIsNxdomainForClientsAndAfterTheUndoWhatItWas() throws Exception {
    String before = client("one.example");
    Seen outcome = block(bench(), "one.example");
    String blocked = clientUntil("NXDOMAIN", "one.example");
    String below = clientUntil("NXDOMAIN", "pay.now.one.example");
    bench().run("unblock-domain", "one.example");

    String after = clientUntil(before, "one.example");

    assertThat(before).isEqualTo("NOERROR 203.0.113.9");
    assertThat(outcome.before()).isEqualTo(State.ABSENT);
    assertThat(outcome.after()).isEqualTo(State.HOLDS);
    assertThat(blocked).isEqualTo("NXDOMAIN");
    assertThat(below).isEqualTo("NXDOMAIN");
    assertThat(after).isEqualTo(before);
    assertThat(clientUntil("NOERROR 198.51.100.1", "other.example"))
        .isEqualTo("NOERROR 198.51.100.1");
  }

  /** What the probe said before and after a block. */
  private record Seen(State before, State after) {}

  private static Seen block(Bench bench, String domain) throws ActionFailure {
    State before = bench.observe("block-domain", domain).state();
    bench.run("block-domain", domain);
    return new Seen(before, bench.observe("block-domain", domain).state());
  }

  @Test
  void aBlockedAddressHidesEveryNameThatLeadsThere() throws Exception {
    bench().run("block-ip", "203.0.113.9");
    String blocked = clientUntil("NXDOMAIN", "two.example");
    Observation seen = bench().observe("block-ip", "203.0.113.9");
    bench().run("unblock-ip", "203.0.113.9");

    assertThat(blocked).isEqualTo("NXDOMAIN");
    assertThat(seen.state()).isEqualTo(State.HOLDS);
    assertThat(clientUntil("NOERROR 203.0.113.9", "two.example")).isEqualTo("NOERROR 203.0.113.9");
    assertThat(bench().observe("unblock-ip", "203.0.113.9").state()).isEqualTo(State.HOLDS);
  }

  @Test
  void rangesAndIpv6AddressesAreRulesToBindToo() throws Exception {
    for (String range : List.of("203.0.113.0/24", "2001:db8:7::9", "2001:db8:7::/48")) {
      int type = range.contains(":") ? Type.AAAA : Type.A;
      String before = client("three.example", type);
      bench().run("block-ip", range);
      String blocked = clientUntil("NXDOMAIN", "three.example", type);
      bench().run("unblock-ip", range);

      assertThat(before).as(range).startsWith("NOERROR");
      assertThat(blocked).as(range).isEqualTo("NXDOMAIN");
      assertThat(clientUntil(before, "three.example", type)).as(range).isEqualTo(before);
    }
    assertThat(resolver.log()).doesNotContain("invalid rpz");
  }

  @Test
  void clientsGetWhatTheOperatorChose() throws Exception {
    bench("rewrite", "nodata").run("block-domain", "four.example");
    bench("rewrite", "redirect", "walled-garden", "192.0.2.1,2001:db8::1")
        .run("block-domain", "five.example");
    bench("rewrite", "redirect", "walled-garden", "other.example")
        .run("block-domain", "six.example");

    assertThat(clientUntil("NOERROR", "four.example")).isEqualTo("NOERROR");
    assertThat(clientUntil("NOERROR 192.0.2.1", "www.five.example")).isEqualTo("NOERROR 192.0.2.1");
    assertThat(clientUntil("NOERROR 2001:db8:0:0:0:0:0:1", "five.example", Type.AAAA))
        .isEqualTo("NOERROR 2001:db8:0:0:0:0:0:1");
    assertThat(clientUntil("NOERROR other.example. 198.51.100.1", "six.example"))
        .isEqualTo("NOERROR other.example. 198.51.100.1");
  }

  @Test
  void dropIsARuleInTheZone() throws Exception {
    Bench drop = bench("rewrite", "drop");

    Seen outcome = block(drop, "seven.example");

    assertThat(outcome.after()).isEqualTo(State.HOLDS);
    Observation seen = bench().observe("block-domain", "seven.example");
    assertThat(seen.state()).as("after the operator changed the setting").isEqualTo(State.HOLDS);
    assertThat(seen.detail()).contains("CNAME rpz-drop.").contains("earlier setting");
  }

  // ---- repeats and others' rules

  @Test
  void aRepeatChangesNothingAndSaysSo() throws Exception {
    java.lang.Record first = bench().run("block-domain", "eight.example");
    long serial = serial();
    java.lang.Record second = bench().run("block-domain", "eight.example");

    assertThat(first).isEqualTo(new DnsRpz.Rule("rpz.firebreak.example", false));
    assertThat(second).isEqualTo(new DnsRpz.Rule("rpz.firebreak.example", true));
    assertThat(serial()).isEqualTo(serial);
  }

  @Test
  void unblockingWhatIsNotBlockedIsDone() throws Exception {
    long serial = serial();
    bench().run("unblock-domain", "nine.example");

    assertThat(bench().observe("unblock-domain", "nine.example").state()).isEqualTo(State.HOLDS);
    assertThat(serial()).isEqualTo(serial);
  }

  @Test
  void aRuleOfAnEarlierSettingIsReplaced() throws Exception {
    bench().run("block-domain", "ten.example");

    java.lang.Record outcome =
        bench("rewrite", "redirect", "walled-garden", "192.0.2.1")
            .run("block-domain", "ten.example");

    assertThat(outcome).isEqualTo(new DnsRpz.Rule("rpz.firebreak.example", false));
    assertThat(clientUntil("NOERROR 192.0.2.1", "ten.example")).isEqualTo("NOERROR 192.0.2.1");
    assertThat(bench().observe("block-domain", "ten.example").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void halfARuleIsNotTakenForOneAndIsCompleted() throws Exception {
    bench().run("block-domain", "eleven.example");
    Update halving = new Update(Name.fromString(Bench.ZONE + "."));
    halving.delete(Name.fromString("eleven.example." + Bench.ZONE + "."));
    administrator().send(halving);
    State half = bench().observe("block-domain", "eleven.example").state();

    bench().run("block-domain", "eleven.example");

    assertThat(half).isEqualTo(State.ABSENT);
    assertThat(clientUntil("NXDOMAIN", "eleven.example")).isEqualTo("NXDOMAIN");
  }

  @Test
  void aRedirectionOfAnEarlierSettingThatTheUndoDoesNotKnowIsNotCalledLifted() throws Exception {
    bench("rewrite", "redirect", "walled-garden", "192.0.2.7").run("block-domain", "old.example");
    Bench changed = bench("rewrite", "redirect", "walled-garden", "192.0.2.8");
    changed.run("unblock-domain", "old.example");

    Observation seen = changed.observe("unblock-domain", "old.example");

    assertThat(seen.state()).isEqualTo(State.ABSENT);
    assertThat(seen.detail()).contains("A 192.0.2.7").contains("not of the present settings");
  }

  @Test
  void somebodyElsesRuleIsNeitherReplacedNorRemoved() throws Exception {
    ActionFailure refused = failureOf(() -> bench().run("block-domain", "friend.example"));
    bench().run("unblock-domain", "friend.example");

    assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refused).hasMessageContaining("CNAME rpz-passthru.");
    assertThat(clientUntil("NOERROR 203.0.113.9", "friend.example"))
        .isEqualTo("NOERROR 203.0.113.9");
    Observation seen = bench().observe("unblock-domain", "friend.example");
    assertThat(seen.state()).isEqualTo(State.HOLDS);
    assertThat(seen.detail()).contains("another's rule").contains("rpz-passthru");
    assertThat(bench().observe("block-domain", "friend.example").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void aNameBelowABlockedOneHasARuleOfItsOwnThatOutlivesIt() throws Exception {
    bench().run("block-domain", "twelve.example");
    State fromAbove = bench().observe("block-domain", "sub.twelve.example").state();
    bench().run("block-domain", "sub.twelve.example");
    bench().run("unblock-domain", "twelve.example");

    assertThat(fromAbove).isEqualTo(State.ABSENT);
    assertThat(clientUntil("NXDOMAIN", "sub.twelve.example")).isEqualTo("NXDOMAIN");
    assertThat(clientUntil("NOERROR 203.0.113.9", "twelve.example"))
        .isEqualTo("NOERROR 203.0.113.9");
  }

  @Test
  void aRuleCanBeLiftedBelowOneThatStays() throws Exception {
    bench().run("block-domain", "thirteen.example");
    bench().run("block-domain", "sub.thirteen.example");
    bench().run("unblock-domain", "sub.thirteen.example");

    assertThat(bench().observe("unblock-domain", "sub.thirteen.example").state())
        .isEqualTo(State.HOLDS);
    assertThat(clientUntil("NXDOMAIN", "sub.thirteen.example")).isEqualTo("NXDOMAIN");
  }

  // ---- the resolver's word

  @Test
  void aResolverThatUsesTheZoneConfirms() throws Exception {
    Bench asking = bench("resolver", "127.0.0.1", "resolver-port", Integer.toString(resolver.port));
    asking.run("block-domain", "fourteen.example");
    clientUntil("NXDOMAIN", "fourteen.example");

    Observation seen = asking.observe("block-domain", "fourteen.example");

    assertThat(seen.state()).isEqualTo(State.HOLDS);
    assertThat(seen.detail()).contains("answers NXDOMAIN");
  }

  @Test
  void aResolverThatDoesNotHaveTheRuleYetLeavesItPending() throws Exception {
    Bench asking =
        bench("resolver", "127.0.0.1", "resolver-port", Integer.toString(authority.port));
    asking.run("block-domain", "fifteen.example");

    Observation seen = asking.observe("block-domain", "fifteen.example");

    assertThat(seen.state()).isEqualTo(State.PENDING);
    assertThat(seen.detail()).contains("NOERROR with A 203.0.113.9");
  }

  // ---- beforehand

  @Test
  void aRehearsalChangesNothingAndTellsWhatIsHit() throws Exception {
    long serial = serial();
    Preview domain = bench().preview("block-domain", "sixteen.example");
    Preview range = bench().preview("block-ip", "198.51.100.0/24");

    assertThat(domain.affected()).isEqualTo(1);
    assertThat(domain.sentence()).contains("everything below it").contains("NXDOMAIN");
    assertThat(range.affected()).isEqualTo(256);
    assertThat(serial()).isEqualTo(serial);
    bench().run("block-domain", "sixteen.example");
    assertThat(bench().preview("block-domain", "sixteen.example").affected()).isZero();
  }

  @Test
  void readinessIsGrantedByAChangeThatIsNone() throws Exception {
    long serial = serial();

    Readiness ready = bench().connector().readiness();

    assertThat(ready.account()).contains("firebreak").contains("rpz.firebreak.example");
    assertThat(ready.grants()).hasSize(4);
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.GRANTED);
    assertThat(serial()).isEqualTo(serial);
  }

  // ---- refusals

  @Test
  void aKeyThatMayNotChangeTheZoneIsRefusedAndFoundMissing() throws Exception {
    Bench stranger = bench("key-name", "stranger");

    ActionFailure failure = failureOf(() -> stranger.run("block-domain", "seventeen.example"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("REFUSED").hasMessageContaining("update-policy");
    assertThat(stranger.connector().readiness().grants())
        .allMatch(g -> g.state() == Readiness.State.MISSING);
    assertThat(clientUntil("NOERROR 203.0.113.9", "seventeen.example"))
        .isEqualTo("NOERROR 203.0.113.9");
  }

  @Test
  void aWrongSecretIsToldFromAnUnknownKey() {
    Bench wrong = bench("key-secret", "YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMtOTg3Ng==");
    Bench unknown = bench("key-name", "nobody");

    assertThat(failureOf(() -> wrong.run("block-domain", "evil.example")))
        .hasMessageContaining("BADSIG")
        .hasMessageContaining("'key-secret'")
        .hasMessageNotContaining("YW5vdGhlci1");
    assertThat(failureOf(() -> unknown.connector().readiness()))
        .hasMessageContaining("BADKEY")
        .extracting(ActionFailure::kind)
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void aWrongClockIsToldWithTheServersTime() {
    Clock hourAhead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    Bench ahead = Bench.at(resolver.port, Map.of(), hourAhead);

    ActionFailure failure = failureOf(() -> ahead.run("block-domain", "evil.example"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("BADTIME").hasMessageContaining("server's says 20");
  }

  @Test
  void aZoneThatIsNotThereIsRefused() {
    Bench elsewhere = bench("zone", "rpz.nowhere.example");

    assertThat(failureOf(() -> elsewhere.run("block-domain", "evil.example")))
        .hasMessageContaining("NOTAUTH")
        .hasMessageContaining("not the primary");
    assertThat(failureOf(() -> elsewhere.connector().readiness()).kind()).isEqualTo(Kind.REFUSED);
  }

  private static String client(String name) throws IOException {
    return client(name, Type.A);
  }

  /** What a client is told: the code and the answer's values. */
  private static String client(String name, int type) throws IOException {
    Message answer = resolver.ask(name, type);
    String values =
        answer.getSection(Section.ANSWER).stream()
            .map(Record::rdataToString)
            .collect(Collectors.joining(" "));
    return (Rcode.string(answer.getRcode()) + " " + values).strip();
  }

  private static String clientUntil(String wanted, String name)
      throws IOException, InterruptedException {
    return clientUntil(wanted, name, Type.A);
  }

  /** What a client is told in the end: BIND takes a changed zone into use in the background. */
  private static String clientUntil(String wanted, String name, int type)
      throws IOException, InterruptedException {
    String said = client(name, type);
    for (int i = 0; i < 100 && !said.equals(wanted); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      said = client(name, type);
    }
    return said;
  }

  private static long serial() throws IOException {
    Record soa = Record.newRecord(Name.fromString(Bench.ZONE + "."), Type.SOA, DClass.IN);
    Message answer = administrator().send(Message.newQuery(soa));
    return ((SOARecord) answer.getSection(Section.ANSWER).get(0)).getSerial();
  }

  /** Somebody with the key who works on the zone by other means. */
  private static SimpleResolver administrator() {
    SimpleResolver with = new SimpleResolver(new InetSocketAddress("127.0.0.1", resolver.port));
    with.setTCP(true);
    with.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, "firebreak", Bench.SECRET));
    return with;
  }

  private static ActionFailure failureOf(ThrowingCallable call) {
    ActionFailure[] caught = new ActionFailure[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(ActionFailure.class, f -> caught[0] = f);
    return caught[0];
  }
}
