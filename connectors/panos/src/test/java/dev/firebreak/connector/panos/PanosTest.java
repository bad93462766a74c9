package dev.firebreak.connector.panos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanosTest {
  private static final String TAG = "{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\"}";
  private static final Instant DEADLINE = Instant.parse("2026-03-01T10:01:00Z");

  private final FakeVendor vendor = FakeVendor.start();
  private final Connector connector = open(Map.of());

  @BeforeEach
  void forget() {
    vendor.forget();
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- what goes over the wire

  @Test
  void taggingRegistersOneTagWithOneAddressAndTheKeyIsInAHeader() throws Exception {
    vendor.on("POST", "/api/", Firewall.DONE);

    Record output = run(connector, "tag-ip", TAG);

    LoggedRequest request = vendor.received().get(0);
    assertThat(decoded(request))
        .isEqualTo(
            "type=user-id&vsys=vsys1&cmd=<uid-message><version>1.0</version><type>update</type>"
                + "<payload><register><entry ip=\"203.0.113.9\"><tag><member>quarantine</member>"
                + "</tag></entry></register></payload></uid-message>");
    assertThat(request.getHeader("X-PAN-KEY")).isEqualTo(Firewall.KEY);
    assertThat(request.getUrl()).isEqualTo("/api/");
    assertThat(output).isEqualTo(new Panos.Tagged(false));
  }

  @Test
  void aTagWithAnEndIsGivenItInSeconds() throws Exception {
    vendor.on("POST", "/api/", Firewall.DONE);

    run(connector, "tag-ip", "{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\",\"minutes\":90}");

    assertThat(decoded(vendor.received().get(0)))
        .contains("<member timeout=\"5400\">quarantine</member>");
  }

  @Test
  void untaggingUnregistersThatTagOnly() throws Exception {
    vendor.on("POST", "/api/", Firewall.DONE);

    run(connector, "untag-ip", TAG);

    assertThat(decoded(vendor.received().get(0)))
        .contains(
            "<unregister><entry ip=\"203.0.113.9\"><tag><member>quarantine</member></tag></entry>"
                + "</unregister>");
  }

  @Test
  void anotherVirtualSystemAndAFirewallBehindPanoramaAreNamedInEveryRequest() throws Exception {
    Connector behind = open(Map.of("vsys", "vsys3", "target", "007200001234"));
    vendor.on("POST", "/api/", Firewall.DONE);
    Firewall.registered(vendor, "203.0.113.9", "quarantine");

    run(behind, "tag-ip", TAG);
    observe(behind, "tag-ip", TAG);

    assertThat(decoded(vendor.received("POST", "/api/").get(0)))
        .startsWith("type=user-id&vsys=vsys3&target=007200001234&cmd=");
    assertThat(vendor.received("GET", "/api/").get(0).getUrl())
        .contains("vsys=vsys3")
        .endsWith("&target=007200001234");
  }

  @Test
  void aListIsRefreshedByItsKindAndName() throws Exception {
    vendor.on(
        "POST",
        "/api/",
        Firewall.xml(
            "<response status=\"success\"><result>EDL refresh job enqueued</result></response>"));

    Record output =
        run(connector, "refresh-edl", "{\"name\":\"firebreak domains\",\"kind\":\"domain\"}");

    assertThat(decoded(vendor.received().get(0)))
        .isEqualTo(
            "type=op&vsys=vsys1&cmd=<request><system><external-list><refresh><type><domain>"
                + "<name>firebreak domains</name></domain></type></refresh></external-list>"
                + "</system></request>");
    assertThat(output).isEqualTo(new Panos.Refreshed("EDL refresh job enqueued"));
  }

  // ---- already so

  @Test
  void aTagThatIsThereAlreadyIsDone() throws Exception {
    vendor.on(
        "POST", "/api/", Firewall.ignored("register", "tag quarantine already exists, ignore"));

    assertThat(run(connector, "tag-ip", TAG)).isEqualTo(new Panos.Tagged(true));
  }

  @Test
  void aTagThatIsGoneAlreadyIsDone() throws Exception {
    vendor.on(
        "POST",
        "/api/",
        Firewall.ignored("unregister", "ip 203.0.113.9 does not exist, ignore unreg"));

    assertThat(run(connector, "untag-ip", TAG)).isEqualTo(new Action.Done());
  }

  @Test
  void whatUntaggingIgnoresIsNoSuccessOfTagging() {
    vendor.on(
        "POST",
        "/api/",
        Firewall.ignored("register", "ip 203.0.113.9 does not exist, ignore unreg"));

    assertThat(failureOf(() -> run(connector, "tag-ip", TAG)).kind()).isEqualTo(Kind.REFUSED);
  }

  // ---- reading back

  @Test
  void theTagOfAnotherAddressConfirmsNothing() throws Exception {
    Firewall.registered(vendor, "203.0.113.90", "quarantine");

    assertThat(observe(connector, "tag-ip", TAG).state()).isEqualTo(State.ABSENT);
  }

  @Test
  void aTagThatOnlyBeginsLikeOursConfirmsNothing() throws Exception {
    Firewall.registered(vendor, "203.0.113.9", "quarantine-exempt", "Quarantine");

    Observation seen = observe(connector, "tag-ip", TAG);

    assertThat(seen.state()).isEqualTo(State.ABSENT);
    assertThat(seen.detail()).contains("quarantine-exempt");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9/32",
    "2001:db8:0:0:0:0:0:9, 2001:DB8::9/128",
    "::ffff:203.0.113.9, 203.0.113.9"
  })
  void anAddressIsKnownInEverySpelling(String asked, String listed) throws Exception {
    Firewall.registered(vendor, listed, "quarantine");

    Observation seen =
        observe(connector, "tag-ip", "{\"ip\":\"" + asked + "\",\"tag\":\"quarantine\"}");

    assertThat(seen.state()).isEqualTo(State.HOLDS);
  }

  @Test
  void aTagWithAnEndTellsWhenItIsNotOverYet() throws Exception {
    Firewall.registered(vendor, "203.0.113.9", "quarantine");

    Observation timed =
        observe(
            connector, "tag-ip", "{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\",\"minutes\":60}");

    assertThat(timed.until()).contains(Instant.parse("2026-03-01T11:00:00Z"));
    assertThat(observe(connector, "tag-ip", TAG).until()).isEmpty();
  }

  // ---- what may not be tagged

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "169.254.169.254", "239.1.1.1", "::1", "fe80::1"})
  void anAddressThatIsNoMachineIsNotTagged(String ip) {
    ActionFailure failure =
        failureOf(() -> run(connector, "tag-ip", "{\"ip\":\"" + ip + "\",\"tag\":\"quarantine\"}"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void whatTheOperatorListedIsNotTaggedButAnInnerAddressIs() throws Exception {
    Connector careful = open(Map.of("never", "10.0.0.0/24, 2001:db8::/32"));
    vendor.on("POST", "/api/", Firewall.DONE);

    run(careful, "tag-ip", "{\"ip\":\"10.0.1.7\",\"tag\":\"quarantine\"}");

    assertThat(
            failureOf(() -> run(careful, "tag-ip", "{\"ip\":\"10.0.0.7\",\"tag\":\"quarantine\"}")))
        .hasMessageContaining("'never'");
  }

  @Test
  void aTagThatTheOperatorDidNotAllowIsNeitherSetNorRemoved() {
    String input = "{\"ip\":\"203.0.113.9\",\"tag\":\"trusted\"}";

    assertThat(failureOf(() -> run(connector, "tag-ip", input)).kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failureOf(() -> run(connector, "untag-ip", input)).kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(vendor.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tag-ip|{\"ip\":\"203.0.113.0/24\",\"tag\":\"quarantine\"}",
        "tag-ip|{\"ip\":\"203.0.113.9-203.0.113.20\",\"tag\":\"quarantine\"}",
        "tag-ip|{\"ip\":\"203.0.113.9\\\"/><entry ip=\\\"10.0.0.1\",\"tag\":\"quarantine\"}",
        "tag-ip|{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\",\"minutes\":0}",
        "tag-ip|{\"ip\":\"203.0.113.9\",\"tag\":\"quarantine\",\"minutes\":43201}",
        "refresh-edl|{\"name\":\"x</name><name>y\",\"kind\":\"ip\"}",
        "refresh-edl|{\"name\":\"\",\"kind\":\"ip\"}",
        "refresh-edl|{\"name\":\"x\",\"kind\":\"predefined-ip\"}"
      })
  void anInputThatSaysMoreThanOneThingIsRefused(String action, String input) {
    assertThatThrownBy(() -> run(connector, action, input))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- bad days

  @ParameterizedTest
  @CsvSource({
    "403, Invalid Credential, REFUSED",
    "16, Unauthorized request, REFUSED",
    "22, Session timed out, REFUSED",
    "17, vsys9 is invalid, REFUSED",
    "13, no such list, REFUSED",
    "15, not on a passive device, REFUSED",
    "11, Internal error, UNKNOWN",
    "'', Something else, REFUSED"
  })
  void anErrorIsToldWithItsCodeAndWords(String code, String words, Kind kind) {
    vendor.on("POST", "/api/", Firewall.error(code, words));

    ActionFailure failure = failureOf(() -> run(connector, "tag-ip", TAG));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<response/>",
        "<response status=\"SUCCESS\"/>",
        "<answer status=\"success\"/>",
        "<html><body>success</body></html>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><response status=\"success\">"
            + "<result>&x;</result></response>",
        "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><response status=\"success\"/>",
        "<response status=\"success\"",
        "<response status=\"success\"/><response status=\"success\"/>"
      })
  void whatIsNotAResponseIsUnknownForAChangeAndNoConfirmation(String body) {
    vendor.on("POST", "/api/", Firewall.xml(body));
    Firewall.reads(vendor, Firewall.xml(body));

    assertThat(failureOf(() -> run(connector, "tag-ip", TAG)).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(failureOf(() -> observe(connector, "tag-ip", TAG)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aVeryDeepAnswerBreaksNothing() throws Exception {
    String deep = "<a>".repeat(3_000) + "</a>".repeat(3_000);
    Firewall.reads(
        vendor,
        Firewall.xml("<response status=\"success\"><result>" + deep + "</result></response>"));

    assertThat(observe(connector, "tag-ip", TAG).state()).isEqualTo(State.ABSENT);
  }

  @Test
  void aFirewallThatRepeatsTheKeyDoesNotGetItIntoAMessage() {
    vendor.on("POST", "/api/", Firewall.error("403", "no such key " + Firewall.KEY));

    assertThat(failureOf(() -> run(connector, "tag-ip", TAG)))
        .hasMessageContaining("(secret)")
        .hasMessageNotContaining(Firewall.KEY);
  }

  // ---- readiness and settings

  @Test
  void readinessSaysWhoTheFirewallIsAndWhatItDoesNotTell() throws Exception {
    Firewall.isThere(vendor);

    Readiness ready = connector.readiness();

    assertThat(ready.account()).isEqualTo("PAN-OS fw-1, PA-VM, 11.1.2, vsys1");
    assertThat(ready.grants())
        .extracting(Readiness.Grant::state)
        .containsExactly(Readiness.State.UNTOLD, Readiness.State.UNTOLD, Readiness.State.GRANTED);
  }

  @Test
  void aRoleWithoutOperationalRequestsIsRefusedWithTheTabToOpen() {
    ResponseDefinitionBuilder denied = Firewall.error("403", "Type [op] not authorized");
    vendor.on("GET", "/api/", denied);

    assertThat(failureOf(connector::readiness))
        .hasMessageContaining("XML API tab")
        .extracting(ActionFailure::kind)
        .isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "tags, ''",
    "tags, <x>",
    "vsys, vsys 1",
    "target, a b",
    "never, 10.0.0.1/24",
    "api-key, two words",
    "ca-certificate, none"
  })
  void aSettingThatCannotWorkIsRefused(String key, String value) {
    assertThatThrownBy(() -> open(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("two words");
  }

  private Connector open(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(Firewall.settings(vendor.url()));
    values.putAll(more);
    PanosKind kind = new PanosKind();
    PanosSettings settings = Settings.bind("panos", kind.settings(), values);
    return kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private static String decoded(LoggedRequest request) {
    return URLDecoder.decode(request.getBodyAsString(), StandardCharsets.UTF_8);
  }

  private static Record run(Connector connector, String name, String input) throws ActionFailure {
    Action<Record, Record> action = action(connector, name);
    return action.body().run(call(action, input));
  }

  private static Observation observe(Connector connector, String name, String input)
      throws ActionFailure {
    Action<Record, Record> action = action(connector, name);
    return action.probe().orElseThrow().observe(call(action, input));
  }

  @SuppressWarnings("unchecked")
  private static Action<Record, Record> action(Connector connector, String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Action<Record, Record> action, String input) {
    try {
      Record read = Json.mapper().readValue(input, action.input());
      return new Call<>(read, "0123456789abcdef", "i-7", DEADLINE);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static ActionFailure failureOf(ThrowingCallable call) {
    Optional<Throwable> thrown = Optional.empty();
    try {
      call.call();
    } catch (Throwable t) {
      thrown = Optional.of(t);
    }
    assertThat(thrown).containsInstanceOf(ActionFailure.class);
    return (ActionFailure) thrown.orElseThrow();
  }
}
