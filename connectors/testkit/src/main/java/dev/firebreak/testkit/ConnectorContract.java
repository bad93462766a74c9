package dev.firebreak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretSource;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The promises of every connector. A connector's test extends this, names its kind and settings,
 * and gives one {@link ActionCase} for each action; everything else is inherited. Every {@link
 * dev.firebreak.connector.Secret} among the settings is a canary that must turn up nowhere.
 */
public abstract class ConnectorContract extends DescriptionContract {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final int LATE_MILLIS = 2_000;

  private final FakeVendor vendor = FakeVendor.start();

  @Override
  protected abstract HttpConnectorKind<?> kind();

  /** Settings of an instance whose vendor is at this base URL; with made-up secrets. */
  protected abstract Map<String, String> settings(String baseUrl);

  /** How the vendor answers what {@link Connector#readiness} asks, where all is well. */
  protected abstract void ready(FakeVendor vendor);

  /** Requests that only read although their method is not GET or HEAD, of any action's. */
  protected List<ActionCase.Read> reads() {
    return List.of();
  }

  /** One case or more for each action of the connector. */
  protected abstract List<ActionCase> cases();

  /** The vendor of this class's tests. */
  protected final FakeVendor vendor() {
    return vendor;
  }

  @Override
  protected final Map<String, String> settings() {
    return settings(vendor.url());
  }

  /** An open instance with its usual limits, for the connector's own tests. */
  @Override
  protected final Connector connector() {
    return opened.connector();
  }

  private Opened opened = Opened.NONE;

  @BeforeAll
  final void openTheConnector() {
    opened = open(kind(), settings(vendor.url()), Optional.empty());
  }

  @BeforeEach
  final void theVendorIsReady() {
    vendor.forget();
    ready(vendor);
  }

  @AfterAll
  final void stopTheVendor() {
    opened.close();
    vendor.close();
  }

  // ---- the description

  @Test
  void openingCallsNobody() {
    vendor.forget();

    open(kind(), settings(vendor.url()), Optional.empty()).close();

    assertThat(vendor.received())
        .as("%s must not call the vendor when it is opened", kind().kind())
        .isEmpty();
  }

  @Test
  void whatItCanDoIsKnownBeforeItsSecretsAreThere() {
    Opened described = open(kind(), settings(vendor.url()), Optional.empty(), r -> Secret.absent());

    try (described) {
      assertThat(described.connector().actions())
          .as("%s must open with Secret.absent(): check with Secret.keeps", kind().kind())
          .extracting(Action::name)
          .isEqualTo(opened.connector().actions().stream().map(a -> a.name()).toList());
    }
  }

  @Test
  void everyActionHasACase() {
    Set<String> described = cases().stream().map(ActionCase::action).collect(Collectors.toSet());

    assertThat(opened.connector().actions().stream().map(a -> a.name()))
        .as("give cases() one ActionCase for each action of %s, and none for others", kind().kind())
        .containsExactlyInAnyOrderElementsOf(described);
  }

  // ---- good days

  @TestFactory
  Stream<DynamicTest> aCallHasItsEffectAndTheProbeSeesIt() {
    return each(
        (c, t) -> {
          c.before().ifPresent(b -> expectNotHolding(c, t));
          c.stubBefore(vendor);

          Record output = t.succeed("on a good day");

          assertThat(vendor.count(c.method(), c.path()))
              .as("%s must send %s %s", c.action(), c.method(), c.path())
              .isPositive();
          if (t.action().probe().isPresent()) {
            expectHolding(c, t);
          }
          roundTrip(c.action() + " output", output, t.action().output());
        });
  }

  @TestFactory
  Stream<DynamicTest> aProbeOnlyReads() {
    return probed()
        .map(
            c ->
                test(
                    c,
                    t -> {
                      c.stubBefore(vendor);

                      t.observe("before the action");

                      assertThat(vendor.received())
                          .as("requests of %s's probe; a probe must change nothing", c.action())
                          .isNotEmpty()
                          .allMatch(r -> onlyReads(c, r));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whatIsReversibleNamesAReleasingInverseAndMakesItsInput() {
    return cases().stream()
        .filter(c -> trial(c, opened).action().inverse().isPresent())
        .map(
            c ->
                test(
                    c,
                    t -> {
                      String name = t.action().inverse().orElseThrow().action();
                      Action<?, ?> inverse = action(opened, name);

                      Record input = t.inverseInput().orElseThrow();

                      assertThat(inverse.effect())
                          .as("effect of %s, the inverse of %s", name, c.action())
                          .isEqualTo(Effect.RELEASE);
                      assertThat(input)
                          .as("%s makes the input of %s", c.action(), name)
                          .isInstanceOf(inverse.input());
                      roundTrip("input of " + name, input, inverse.input());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> inputsAreStrictJson() {
    return each(
        (c, t) -> {
          JsonNode given = parse(c.input());
          Record input = t.call().input();
          ((ObjectNode) given).put("no-such-input", 1);

          roundTrip(c.action() + " input", input, t.action().input());
          assertThatThrownBy(() -> t.action().read(given))
              .as("%s must refuse inputs it does not know", c.action())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("no-such-input");
        });
  }

  @TestFactory
  Stream<DynamicTest> aRepeatedCallIsTheSameOnTheWire() {
    return cases().stream()
        .filter(c -> trial(c, opened).action().repeatable())
        .map(
            c ->
                test(
                    c,
                    t -> {
                      c.stubBefore(vendor);
                      t.succeed("the first time");
                      List<String> first = wire(c);
                      c.stubBefore(vendor);

                      t.succeed("the second time");

                      assertThat(wire(c))
                          .as(
                              "%s says it is repeatable, so a second call must repeat its ids and"
                                  + " idempotency keys; derive them from call.idempotencyKey()",
                              c.action())
                          .isEqualTo(first);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aRehearsalOnlyReads() {
    return each(
        (c, t) -> {
          c.stubBefore(vendor);

          Preview preview =
              t.preview("before the action")
                  .value()
                  .orElseThrow(
                      () -> new AssertionError(c.action() + " must be rehearsed on a good day"));

          assertThat(preview.sentence()).as("what %s would do", c.action()).isNotBlank();
          assertThat(vendor.received())
              .as("requests of %s's rehearsal; it must change nothing", c.action())
              .allMatch(r -> onlyReads(c, r));
        });
  }

  @Test
  void readinessOnlyReads() throws ActionFailure {
    connector().readiness();

    assertThat(vendor.received())
        .as("requests of readiness; it must ask the vendor, and change nothing")
        .isNotEmpty()
        .allMatch(this::onlyReads);
  }

  // ---- bad days

  @Test
  void readinessTellsACredentialThatIsNotTaken() {
    vendor.insteadOfAll(Answers.unauthorized());

    assertThatThrownBy(() -> connector().readiness())
        .isInstanceOfSatisfying(
            ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.REFUSED));
  }

  @Test
  void readinessGrantsNothingWhereAllIsForbidden() {
    vendor.insteadOfAll(Answers.forbiddenPage());
    try {
      Readiness seen = connector().readiness();
      assertThat(seen.grants())
          .as("what readiness of %s grants where every answer is 403", kind().kind())
          .noneMatch(g -> g.state() == Readiness.State.GRANTED);
    } catch (ActionFailure f) {
      assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void readinessTellsAVendorThatIsNotThere() throws IOException {
    try (Opened nowhere = open(kind(), settings(closedPort()), Optional.empty())) {
      assertThatThrownBy(() -> nowhere.connector().readiness())
          .isInstanceOfSatisfying(
              ActionFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE));
    }
  }

  @Test
  void readinessSurvivesRubbish() {
    HostileJson.rubbish()
        .forEach(
            (what, body) -> {
              vendor.insteadOfAll(Answers.rubbish(body));
              try {
                Readiness seen = connector().readiness();
                opened.canaries().assertAbsent("readiness after " + what, seen.toString());
              } catch (ActionFailure f) {
                opened.canaries().assertAbsent("readiness after " + what, f);
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> aRefusedCredentialIsRefused() {
    return each(
        (c, t) -> {
          expect(c, t, Answers.unauthorized(), "answered 401", Set.of(Kind.REFUSED));
          expect(c, t, Answers.forbiddenPage(), "answered a 403 page", Set.of(Kind.REFUSED));
        });
  }

  @TestFactory
  Stream<DynamicTest> aRateLimitIsUnavailableForAsLongAsItSays() {
    return each(
        (c, t) -> {
          ActionFailure f =
              expect(c, t, Answers.rateLimited(7), "answered 429", Set.of(Kind.UNAVAILABLE));

          assertThat(f.retryAfter())
              .as("%s hands Retry-After on", c.action())
              .contains(Duration.ofSeconds(7));
        });
  }

  @TestFactory
  Stream<DynamicTest> aServerErrorOrALostReplyIsUnknownForAChange() {
    return each(
        (c, t) -> {
          expect(c, t, Answers.serverError(), "answered 500", lost(c, t));
          expect(c, t, Answers.dropped(), "cut off by a reset", lost(c, t));
          expect(c, t, Answers.emptyReply(), "cut off without an answer", lost(c, t));
        });
  }

  @TestFactory
  Stream<DynamicTest> aTimeOutIsUnknownForAChange() {
    return each(
        (c, t) -> {
          try (Opened hasty = open(kind(), settings(vendor.url()), Optional.of(SHORT))) {
            ResponseDefinitionBuilder late = Answers.late(Answers.status(200), LATE_MILLIS);
            expect(c, trial(c, hasty), late, "timed out", lost(c, t));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> nobodyListeningIsUnavailable() {
    return each(
        (c, t) -> {
          try (Opened nowhere = open(kind(), settings(closedPort()), Optional.empty())) {
            Trial<?, ?> lonely = trial(c, nowhere);

            Trial.Outcome<?> outcome = lonely.run("with nobody listening");

            requireKind(c, outcome, "with nobody listening", Set.of(Kind.UNAVAILABLE));
            if (lonely.action().probe().isPresent()) {
              requireKind(
                  c,
                  lonely.observe("alone"),
                  "probed with nobody listening",
                  Set.of(Kind.UNAVAILABLE));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aRedirectIsNotFollowedAndAClientErrorIsNoSuccess() {
    return each(
        (c, t) -> {
          expect(
              c, t, Answers.redirect("http://127.0.0.1:1/x"), "redirected", Set.of(Kind.values()));
          expect(c, t, Answers.json(400, "{}"), "answered 400", Set.of(Kind.values()));
        });
  }

  @TestFactory
  Stream<DynamicTest> aHugeAnswerIsNotRead() {
    return each(
        (c, t) ->
            expect(
                c,
                t,
                Answers.huge(opened.endpoint().maxResponseBytes() + 1),
                "answered with too many bytes",
                lost(c, t)));
  }

  @TestFactory
  Stream<DynamicTest> noAnswerBreaksTheActionOrItsProbe() {
    return each(
        (c, t) -> {
          c.stubBefore(vendor);
          t.succeed("on a good day");
          for (ServeEvent e : vendor.differentExchanges()) {
            confront(e, how -> t.run(how));
          }
          if (t.action().probe().isPresent()) {
            c.stubBefore(vendor);
            c.after().accept(vendor);
            t.observe("afterwards");
            for (ServeEvent e : vendor.differentExchanges()) {
              confront(e, how -> t.observe(how));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> noAnswerBreaksTheRehearsal() {
    return each(
        (c, t) -> {
          c.stubBefore(vendor);
          t.preview("on a good day");
          for (ServeEvent e : vendor.differentExchanges()) {
            confront(e, how -> t.preview(how));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> lostRightsEndARehearsalThatAsksAndConfirmNothing() {
    return each(
        (c, t) -> {
          for (ResponseDefinitionBuilder lost :
              List.of(Answers.unauthorized(), Answers.forbiddenPage())) {
            vendor.forget();
            vendor.insteadOfAll(lost);
            Trial.Outcome<Preview> preview = t.preview("without rights");
            if (!vendor.received().isEmpty()) {
              requireKind(c, preview, "rehearsed without rights", Set.of(Kind.REFUSED));
            }
            if (t.action().probe().isPresent()) {
              requireKind(
                  c, t.observe("without rights"), "probed without rights", Set.of(Kind.REFUSED));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> noInputReachesMoreThanItNames() {
    return each(
        (c, t) -> {
          for (Map.Entry<String, byte[]> changed :
              HostileJson.texts(Json.parse(c.input())).entrySet()) {
            c.stubBefore(vendor);
            String what = "with input " + changed.getKey();

            Trial.attemptWith(t.action(), changed.getValue(), opened.canaries(), what);

            assertThat(vendor.received())
                .as("%s %s: build paths with Request.path", c.action(), what)
                .noneMatch(r -> r.getUrl().contains("/elsewhere") || r.getUrl().contains("&all="));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aProbeNeverTakesRubbishForConfirmation() {
    return probed()
        .map(
            c ->
                test(
                    c,
                    t ->
                        HostileJson.rubbish()
                            .forEach(
                                (what, body) -> {
                                  vendor.forget();
                                  vendor.insteadOfAll(Answers.rubbish(body));

                                  Trial.Outcome<Observation> seen =
                                      t.observe("answered with " + what);

                                  assertThat(seen.value().map(Observation::state))
                                      .as("%s's probe, answered with %s", c.action(), what)
                                      .isNotEqualTo(Optional.of(Observation.State.HOLDS));
                                })));
  }

  // ---- how

  @FunctionalInterface
  private interface Check {
    void make(ActionCase c, Trial<?, ?> t) throws IOException;
  }

  @FunctionalInterface
  private interface TrialCheck {
    void make(Trial<?, ?> t) throws IOException;
  }

  private Stream<DynamicTest> each(Check check) {
    return cases().stream().map(c -> test(c, t -> check.make(c, t)));
  }

  private Stream<ActionCase> probed() {
    return cases().stream().filter(c -> trial(c, opened).action().probe().isPresent());
  }

  private DynamicTest test(ActionCase c, TrialCheck check) {
    return dynamicTest(c.action(), () -> check.make(trial(c, opened)));
  }

  private void expectNotHolding(ActionCase c, Trial<?, ?> t) {
    c.stubBefore(vendor);
    Trial.Outcome<Observation> seen = t.observe("before the action");
    assertThat(seen.value().map(Observation::state))
        .as("%s's probe before the action saw %s", c.action(), seen.shown())
        .isPresent()
        .isNotEqualTo(Optional.of(Observation.State.HOLDS));
  }

  private void expectHolding(ActionCase c, Trial<?, ?> t) {
    c.after().accept(vendor);
    Trial.Outcome<Observation> seen = t.observe("after the action");
    assertThat(seen.value().map(Observation::state))
        .as("%s's probe after the action saw %s", c.action(), seen.shown())
        .contains(Observation.State.HOLDS);
    assertThat(seen.value().orElseThrow().detail())
        .as("%s's probe says what it read", c.action())
        .isNotBlank();
  }

  private ActionFailure expect(
      ActionCase c,
      Trial<?, ?> t,
      ResponseDefinitionBuilder fault,
      String circumstances,
      Set<Kind> kinds) {
    c.stubBefore(vendor);
    vendor.instead(c.method(), c.path(), fault);
    Trial.Outcome<?> outcome = t.run(circumstances);
    return requireKind(c, outcome, circumstances, kinds);
  }

  private static ActionFailure requireKind(
      ActionCase c, Trial.Outcome<?> outcome, String circumstances, Set<Kind> kinds) {
    assertThat(outcome.failure().map(ActionFailure::kind))
        .as(
            "%s, %s %s %s, must fail as one of %s, but was %s",
            c.action(), c.method(), c.path(), circumstances, kinds, outcome.shown())
        .isPresent()
        .get()
        .isIn(kinds);
    return outcome.failure().orElseThrow();
  }

  /** What a lost answer to the main request means. */
  private static Set<Kind> lost(ActionCase c, Trial<?, ?> t) {
    if (c.mainIsRead()) {
      return Set.of(Kind.UNAVAILABLE);
    }
    return t.action().effect() == Effect.READ
        ? Set.of(Kind.UNAVAILABLE, Kind.UNKNOWN)
        : Set.of(Kind.UNKNOWN);
  }

  private void confront(ServeEvent answered, Consumer<String> attempt) {
    LoggedRequest request = answered.getRequest();
    String asked = request.getMethod() + " " + request.getUrl() + " was answered with ";
    Map<String, byte[]> bodies = new LinkedHashMap<>(HostileJson.rubbish());
    bodies.putAll(HostileJson.someMutations(answered.getResponse().getBody()));
    bodies.forEach(
        (what, body) ->
            vendor.whileAnswering(
                request, Answers.rubbish(body), () -> attempt.accept("when " + asked + what)));
  }

  private boolean onlyReads(LoggedRequest r) {
    return r.getMethod().getName().matches("GET|HEAD")
        || reads().stream().anyMatch(a -> FakeVendor.matches(r, a.method(), a.path()));
  }

  private boolean onlyReads(ActionCase c, LoggedRequest r) {
    return onlyReads(r)
        || c.reads().stream().anyMatch(a -> FakeVendor.matches(r, a.method(), a.path()));
  }

  /** What must not change between attempts; signatures and times may. */
  private List<String> wire(ActionCase c) {
    return vendor.received(c.method(), c.path()).stream()
        .map(
            r ->
                r.getMethod()
                    + " "
                    + r.getUrl()
                    + " key="
                    + r.getHeader("Idempotency-Key")
                    + " "
                    + r.getBodyAsString())
        .toList();
  }

  private static void roundTrip(String what, Record value, Class<? extends Record> type)
      throws JsonProcessingException {
    assertThat(Json.mapper().readValue(Json.write(value), type))
        .as("%s must survive being written and read as JSON", what)
        .isEqualTo(value);
  }

  private static JsonNode parse(String json) throws JsonProcessingException {
    return Json.parse(json);
  }

  private static Action<?, ?> action(Opened opened, String name) {
    return opened.connector().actions().stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "connector " + opened.connector().name() + " has no action '" + name + "'"));
  }

  private static Trial<?, ?> trial(ActionCase c, Opened opened) {
    return trial(action(opened, c.action()), c, opened);
  }

  private static <I extends Record, O extends Record> Trial<I, O> trial(
      Action<I, O> action, ActionCase c, Opened opened) {
    return new Trial<>(action, c.input(), opened.canaries());
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static Opened open(
      HttpConnectorKind<?> kind, Map<String, String> values, Optional<Duration> timeout) {
    return open(kind, values, timeout, SecretSource.LOCAL);
  }

  private static <S extends Record> Opened open(
      HttpConnectorKind<S> kind,
      Map<String, String> values,
      Optional<Duration> timeout,
      SecretSource secrets) {
    S settings = Settings.bind("connector '" + kind.kind() + "'", kind.settings(), values, secrets);
    Endpoint usual = kind.endpoint(settings);
    Endpoint endpoint = timeout.map(usual::withTimeout).orElse(usual);
    VendorHttp http = VendorHttp.open(endpoint, List.of("127.0.0.1"));
    return new Opened(settings, Canaries.of(settings), endpoint, http, kind.open(settings, http));
  }

  private record Opened(
      Record settings, Canaries canaries, Endpoint endpoint, VendorHttp http, Connector connector)
      implements AutoCloseable {
    private static final Opened NONE = none();

    private static Opened none() {
      Endpoint nowhere = Endpoint.at(URI.create("https://unopened.invalid"));
      Record empty = new Action.Done();
      return new Opened(
          empty, Canaries.of(empty), nowhere, VendorHttp.open(nowhere, List.of()), new Unopened());
    }

    @Override
    public void close() {
      http.close();
    }
  }

  private record Unopened() implements Connector {
    @Override
    public String name() {
      return "unopened";
    }

    @Override
    public List<Action<?, ?>> actions() {
      return List.of();
    }

    @Override
    public Readiness readiness() {
      return Readiness.as("nobody");
    }
  }
}
