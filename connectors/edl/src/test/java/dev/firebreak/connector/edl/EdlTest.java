package dev.firebreak.connector.edl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Publication.Answer;
import dev.firebreak.connector.Readiness;
import dev.firebreak.testkit.DescriptionContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdlTest extends DescriptionContract {
  private Bench bench = new Bench();

  @BeforeEach
  void startAnew() {
    bench = new Bench();
  }

  @Override
  protected ConnectorKind<?> kind() {
    return new EdlKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Bench.SETTINGS;
  }

  @Override
  protected Connector connector() {
    return bench.connector;
  }

  // ---- what is served

  @Test
  void aListIsTextWithOneValueALineSorted() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    bench.run("block-ip", "198.51.100.0/24");
    bench.run("block-ip", "2001:db8:0:0:0:0:0:1");

    Answer.Page page = page(bench.fetch("ip"));

    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .isEqualTo("198.51.100.0/24\n2001:db8::1\n203.0.113.9\n");
    assertThat(page.mediaType()).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void eachListHoldsItsOwnKindOnly() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    bench.run("block-domain", "Evil.Example");
    bench.run("block-url", "https://Evil.example/claim?a=1#top");

    assertThat(text("ip")).isEqualTo("203.0.113.9\n");
    assertThat(text("domain")).isEqualTo("evil.example\n");
    assertThat(text("url")).isEqualTo("evil.example/claim?a=1\n");
  }

  @Test
  void theEntityTagIsThatOfTheContentAndNotOfItsHistory() throws ActionFailure {
    String empty = page(bench.fetch("ip")).etag();
    bench.run("block-ip", "203.0.113.9");
    String one = page(bench.fetch("ip")).etag();
    bench.run("unblock-ip", "203.0.113.9");

    String again = page(bench.fetch("ip")).etag();

    assertThat(again).isEqualTo(empty).isNotEqualTo(one);
    assertThat(one).matches("[0-9a-f]{64}");
  }

  @Test
  void anUnknownListIsUnknownOnlyToThoseWhoMayFetch() {
    assertThat(bench.fetch("hosts")).isInstanceOf(Answer.Unknown.class);
    assertThat(bench.fetch("fetched-ip")).isInstanceOf(Answer.Unknown.class);
    assertThat(bench.fetch("hosts", Optional.empty())).isInstanceOf(Answer.Unauthorized.class);
  }

  // ---- who may fetch

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Bearer made-up-password-61d0",
        "Basic ZmlyZXdhbGw6", // firewall:
        "Basic OmEtcGFzc3dvcmQ=", // :a-password
        "Basic bWFkZS11cC1wYXNzd29yZC02MWQw" // the password alone
      })
  void whatIsNotTheCredentialFetchesNothing(String authorization) {
    assertThat(bench.fetch("ip", Optional.of(authorization)))
        .isInstanceOf(Answer.Unauthorized.class);
  }

  @Test
  void theOldAndTheNewPasswordAreTakenWhileItIsReplaced() {
    Bench replacing = new Bench(Map.of("next-password", "made-up-next-password-2f"));

    Answer now = replacing.fetch("ip");
    Answer next =
        replacing.fetch("ip", Optional.of(Bench.basic("firewall:made-up-next-password-2f")));

    assertThat(now).isInstanceOf(Answer.Page.class);
    assertThat(next).isInstanceOf(Answer.Page.class);
    assertThat(bench.fetch("ip", Optional.of(Bench.basic("firewall:made-up-next-password-2f"))))
        .isInstanceOf(Answer.Unauthorized.class);
  }

  @Test
  void theSchemeIsReadInAnyCase() {
    String header = Bench.basic("firewall:" + Bench.PASSWORD).replace("Basic", "bASIC");

    assertThat(bench.fetch("ip", Optional.of(header))).isInstanceOf(Answer.Page.class);
  }

  // ---- confirmed when a firewall fetched it

  @Test
  void aBlockIsPendingUntilAFirewallHasFetchedIt() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    Observation before = bench.observe("block-ip", "203.0.113.9");
    bench.fetch("ip");

    Observation after = bench.observe("block-ip", "203.0.113.9");

    assertThat(before.state()).isEqualTo(State.PENDING);
    assertThat(before.detail()).contains("no firewall has ever fetched");
    assertThat(after.state()).isEqualTo(State.HOLDS);
    assertThat(after.detail()).contains("a firewall has fetched it");
  }

  @Test
  void fetchingWithTheWrongPasswordOrAnotherListConfirmsNothing() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    bench.fetch("ip", Optional.of(Bench.basic("firewall:guess-guess-guess-1")));
    bench.fetch("domain");

    assertThat(bench.observe("block-ip", "203.0.113.9").state()).isEqualTo(State.PENDING);
  }

  @Test
  void aFetchBeforeTheBlockConfirmsNothing() throws ActionFailure {
    bench.fetch("ip");
    bench.later(Duration.ofMinutes(5));
    bench.run("block-ip", "203.0.113.9");

    Observation seen = bench.observe("block-ip", "203.0.113.9");

    assertThat(seen.state()).isEqualTo(State.PENDING);
    assertThat(seen.detail()).contains("only as it was 2026-03-01T10:00:00Z");
  }

  @Test
  void whatWasConfirmedStaysSoWhileLaterBlocksWaitForTheirFetch() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    bench.later(Duration.ofMinutes(5));
    bench.fetch("ip");
    bench.later(Duration.ofMinutes(1));
    bench.run("block-ip", "203.0.113.10");

    assertThat(bench.observe("block-ip", "203.0.113.9").state()).isEqualTo(State.HOLDS);
    assertThat(bench.observe("block-ip", "203.0.113.10").state()).isEqualTo(State.PENDING);
  }

  @Test
  void anUnblockIsPendingUntilAFirewallHasFetchedTheListWithoutIt() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    bench.fetch("ip");
    State blocked = bench.observe("unblock-ip", "203.0.113.9").state();
    bench.run("unblock-ip", "203.0.113.9");
    State before = bench.observe("unblock-ip", "203.0.113.9").state();
    bench.fetch("ip");

    State after = bench.observe("unblock-ip", "203.0.113.9").state();

    assertThat(blocked).isEqualTo(State.ABSENT);
    assertThat(before).isEqualTo(State.PENDING);
    assertThat(after).isEqualTo(State.HOLDS);
    assertThat(text("ip")).isEmpty();
  }

  @Test
  void aBlockThatWasTakenOffTheListByHandIsSeenAsAbsent() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");
    bench.run("unblock-ip", "203.0.113.9");

    assertThat(bench.observe("block-ip", "203.0.113.9").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void whereTheOperatorSaysSoBeingListedConfirms() throws ActionFailure {
    Bench listed = new Bench(Map.of("confirm", "listed"));
    listed.run("block-domain", "evil.example");

    Observation seen = listed.observe("block-domain", "evil.example");

    assertThat(seen.state()).isEqualTo(State.HOLDS);
    assertThat(seen.detail()).contains("not waited for");
    assertThat(listed.connector.actions().get(0).deadline()).hasSeconds(60);
  }

  @Test
  void theDeadlineLeavesTimeForTwoFetches() {
    assertThat(bench.connector.actions())
        .allMatch(a -> a.deadline().equals(Duration.ofMinutes(11)));
    assertThat(new Bench(Map.of("pull-interval", "PT28M")).connector.actions())
        .allMatch(a -> a.deadline().equals(Duration.ofMinutes(30)));
  }

  // ---- repeats and limits

  @Test
  void blockingTwiceListsOnceAndSaysSo() throws ActionFailure {
    Record first = bench.run("block-ip", "203.0.113.9");
    Record second = bench.run("block-ip", "203.0.113.9/32");

    assertThat(first).isEqualTo(new Edl.OnList("ip", "203.0.113.9", false));
    assertThat(second).isEqualTo(new Edl.OnList("ip", "203.0.113.9", true));
    assertThat(text("ip")).isEqualTo("203.0.113.9\n");
  }

  @Test
  void unblockingWhatIsNotListedIsDone() throws ActionFailure {
    bench.run("unblock-domain", "evil.example");

    assertThat(text("domain")).isEmpty();
  }

  @Test
  void aFullListRefusesTheNextValueButNotOneItHas() throws ActionFailure {
    Bench small = new Bench(Map.of("most", "2"));
    small.run("block-ip", "203.0.113.1");
    small.run("block-ip", "203.0.113.2");

    ActionFailure failure = failureOf(() -> small.run("block-ip", "203.0.113.3"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("full with 2 entries");
    assertThat(small.run("block-ip", "203.0.113.2"))
        .isEqualTo(new Edl.OnList("ip", "203.0.113.2", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "100.64.0.1",
        "172.31.255.255",
        "192.168.0.0/16",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.0/8", // holds 192.168.0.0/16
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1"
      })
  void whatIsNotPublicIsRefused(String ip) {
    ActionFailure failure = failureOf(() -> bench.run("block-ip", ip));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(text("ip")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.0.0/7", "128.0.0.0/1", "0.0.0.0/0", "::/0", "2000::/3", "2a00::/16"})
  void whatIsTooBroadIsRefused(String range) {
    assertThat(failureOf(() -> bench.run("block-ip", range)).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void theBroadestRangeIsTheOperatorsToSet() throws ActionFailure {
    Bench narrow = new Bench(Map.of("broadest-ipv4", "24", "broadest-ipv6", "56"));

    narrow.run("block-ip", "198.51.100.0/24");
    narrow.run("block-ip", "2001:db8:0:100::/56");

    assertThat(failureOf(() -> narrow.run("block-ip", "198.51.100.0/23")))
        .hasMessageContaining("broadest-ipv4");
    assertThat(failureOf(() -> narrow.run("block-ip", "2001:db8::/48")))
        .hasMessageContaining("broadest-ipv6");
  }

  @ParameterizedTest
  @CsvSource({
    "block-ip, 203.0.113.77",
    "block-ip, 203.0.113.64/26",
    "block-ip, 203.0.112.0/20",
    "block-ip, 2001:db8:7::1",
    "block-domain, exchange.example",
    "block-domain, www.exchange.example",
    "block-domain, EXCHANGE.example.",
    "block-domain, custodian.example",
    "block-url, https://api.custodian.example/v1",
    "block-url, http://203.0.113.77/x"
  })
  void whatTheOperatorListedIsNeverBlocked(String action, String value) {
    Bench careful =
        new Bench(
            Map.of(
                "never", "203.0.113.77, 2001:db8:7::/48, exchange.example, api.custodian.example"));

    ActionFailure failure = failureOf(() -> careful.run(action, value));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("'never'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com", "co.uk", "github.io", "foo.ck", "localhost", "公司.cn"})
  void aPublicSuffixIsNotBlocked(String domain) {
    assertThat(failureOf(() -> bench.run("block-domain", domain)).kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failureOf(() -> bench.run("block-url", "https://" + domain + "/")).kind())
        .isEqualTo(Kind.BAD_INPUT);
  }

  @Test
  void aNameBelowAPublicSuffixIsBlocked() throws ActionFailure {
    bench.run("block-domain", "phisher.github.io");
    bench.run("block-domain", "www.ck"); // An exception in the Public Suffix List.

    assertThat(text("domain")).isEqualTo("phisher.github.io\nwww.ck\n");
  }

  // ---- spelling

  @ParameterizedTest
  @CsvSource({
    "block-domain, Evil.EXAMPLE., evil.example",
    "block-domain, bücher.example, xn--bcher-kva.example",
    "block-domain, _dmarc.evil.example, _dmarc.evil.example",
    "block-ip, 203.0.113.9/32, 203.0.113.9",
    "block-ip, ::ffff:203.0.113.9, 203.0.113.9",
    "block-ip, 2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "block-ip, 2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "block-ip, 2001:db8::/32, 2001:db8::/32",
    "block-url, http://Evil.Example, evil.example/",
    "block-url, evil.example?x=1, evil.example/?x=1",
    "block-url, HTTPS://evil.example/A%20b, evil.example/A%20b",
    "block-url, 203.0.113.9/x, 203.0.113.9/x"
  })
  void aValueHasOneSpelling(String action, String given, String listed) throws ActionFailure {
    Record output = bench.run(action, given);

    assertThat(output).extracting("value").isEqualTo(listed);
  }

  @ParameterizedTest
  @CsvSource({
    "block-ip, ''",
    "block-ip, ' 203.0.113.9'",
    "block-ip, 203.0.113",
    "block-ip, 203.0.113.009",
    "block-ip, 203.0.113.9/24",
    "block-ip, 203.0.113.0/33",
    "block-ip, 203.0.113.0/24/1",
    "block-ip, 203.0.113.0/+24",
    "block-ip, 203.0.113.1-203.0.113.9",
    "block-ip, 2001:db8::1/48",
    "block-ip, fe80::1%eth0",
    "block-ip, evil.example",
    "block-domain, ''",
    "block-domain, .",
    "block-domain, *.evil.example",
    "block-domain, evil..example",
    "block-domain, -evil.example",
    "block-domain, 203.0.113.9",
    "block-domain, evil.example/x",
    "block-domain, 'evil.example\n203.0.113.9'",
    "block-domain, 'evil example'",
    "block-domain, straße.example",
    "block-url, ''",
    "block-url, ftp://evil.example/",
    "block-url, https://user@evil.example/",
    "block-url, https://evil.example:8443/",
    "block-url, https://[2001:db8::1]/",
    "block-url, https://*.example/",
    "block-url, https://evil.example/*",
    "block-url, https://evil.example/^",
    "block-url, 'https://evil.example/a\nb'",
    "block-url, 'https://evil.example/a b'",
    "block-url, https://evil.example/ü"
  })
  void whatIsNoValueOfItsListIsRefused(String action, String value) {
    assertThatThrownBy(() -> bench.run(action, value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAndUrlsThatAreTooLongAreRefused() {
    String label = "a".repeat(63) + ".";

    assertThatThrownBy(() -> bench.run("block-domain", label.repeat(4) + "example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bench.run("block-domain", "a".repeat(64) + ".example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bench.run("block-url", "evil.example/" + "a".repeat(243)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- beforehand

  @Test
  void aRehearsalCountsTheAddressesOfARange() throws ActionFailure {
    Preview range = bench.preview("block-ip", "198.51.100.0/24");
    Preview huge = bench.preview("block-ip", "2001:db8::/32");

    assertThat(range.affected()).isEqualTo(256);
    assertThat(range.sentence()).contains("198.51.100.0/24").contains("256 addresses");
    assertThat(huge.affected()).isEqualTo(Long.MAX_VALUE);
    assertThat(text("ip")).isEmpty();
  }

  @Test
  void aRehearsalSaysWhatWouldBeRefusedAndWhatIsDoneAlready() throws ActionFailure {
    bench.run("block-ip", "203.0.113.9");

    assertThat(bench.preview("block-ip", "203.0.113.9").affected()).isZero();
    assertThat(failureOf(() -> bench.preview("block-ip", "10.0.0.1")).kind())
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void readinessTellsWhichListsNoFirewallFetches() throws ActionFailure {
    bench.fetch("ip");

    Readiness ready = bench.connector.readiness();

    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.GRANTED)
        .extracting(Readiness.Grant::action)
        .containsExactly("block-ip", "unblock-ip");
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.UNTOLD)
        .hasSize(4)
        .allMatch(g -> g.detail().contains("subscribe"));
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource({
    "username, fire:wall",
    "username, ''",
    "password, too-short",
    "password, 'sixteen letters with spaces'",
    "next-password, short",
    "never, not a name!",
    "never, 203.0.113.9/24",
    "broadest-ipv4, 0",
    "broadest-ipv6, 129",
    "most, 0",
    "confirm, maybe",
    "pull-interval, PT29M",
    "pull-interval, PT0S"
  })
  void aSettingThatCannotWorkIsRefusedByName(String key, String value) {
    assertThatThrownBy(() -> new Bench(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  private static Answer.Page page(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Page.class);
    return (Answer.Page) answer;
  }

  private String text(String list) {
    return new String(page(bench.fetch(list)).body(), StandardCharsets.UTF_8);
  }

  private static ActionFailure failureOf(ThrowingCallable call) {
    ActionFailure[] caught = new ActionFailure[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(ActionFailure.class, f -> caught[0] = f);
    return caught[0];
  }
}
