package dev.firebreak.alert.fireblocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import dev.firebreak.testkit.SampleFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WebhookSignatureTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final String BODY = SampleFiles.own("outgoing_pending_signature.json");
  private static final String PAGE = "/.well-known/jwks.json";

  private FakeVendor vendor;
  private AlertSource source;

  @BeforeEach
  void open() {
    vendor = FakeVendor.start();
    serve(Map.of(FakeFireblocks.KEY_ID, FakeFireblocks.KEYS));
    source =
        new FireblocksSourceKind()
            .open(
                new FireblocksSourceSettings(
                    FakeFireblocks.workspaces(),
                    "us",
                    Optional.of(URI.create(vendor.url() + PAGE)),
                    List.of("127.0.0.1")));
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  private void serve(Map<String, KeyPair> keys) {
    vendor.on("GET", PAGE, Answers.json(200, FakeFireblocks.jwks(keys)));
  }

  private int fetches() {
    return vendor.count("GET", PAGE);
  }

  private String refusal(RawMessage message) {
    return ((Sender.Refused) source.authenticate(message, NOW)).reason();
  }

  private static RawMessage withHeader(String value) {
    return new RawMessage(
        Map.of(DetachedSignature.HEADER, List.of(value)),
        Optional.empty(),
        BODY.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSignedNotificationGivesItsId() {
    Sender sender = source.authenticate(FakeFireblocks.message(BODY), NOW);

    assertThat(sender)
        .isEqualTo(
            new Sender.Authentic(
                Optional.of("3f1c0001-0000-4000-8000-000000000001"), Optional.empty()));
  }

  @Test
  void theKeysAreFetchedOnceInAnHour() {
    for (int minute : List.of(0, 1, 30, 59)) {
      source.authenticate(FakeFireblocks.message(BODY), NOW.plus(Duration.ofMinutes(minute)));
    }
    assertThat(fetches()).isEqualTo(1);

    source.authenticate(FakeFireblocks.message(BODY), NOW.plus(Duration.ofMinutes(60)));

    assertThat(fetches()).isEqualTo(2);
  }

  @Test
  void aNewKeyIsFetchedWhenItIsFirstUsed() {
    source.authenticate(FakeFireblocks.message(BODY), NOW);
    serve(Map.of(FakeFireblocks.KEY_ID, FakeFireblocks.KEYS, "key-2", FakeFireblocks.OTHER_KEYS));

    Sender sender =
        source.authenticate(
            FakeFireblocks.message(BODY, "key-2", FakeFireblocks.OTHER_KEYS), NOW.plusSeconds(5));

    assertThat(sender).isInstanceOf(Sender.Authentic.class);
    assertThat(fetches()).isEqualTo(2);
  }

  @Test
  void aKeyTheVendorTookBackIsRefusedAfterAnHour() {
    source.authenticate(FakeFireblocks.message(BODY), NOW);
    serve(Map.of("key-2", FakeFireblocks.OTHER_KEYS));

    Sender sender = source.authenticate(FakeFireblocks.message(BODY), NOW.plusSeconds(3_600));

    assertThat(sender).isInstanceOf(Sender.Refused.class);
  }

  @Test
  void knownKeysServeForADayWhileTheVendorIsSilent() {
    source.authenticate(FakeFireblocks.message(BODY), NOW);
    vendor.on("GET", PAGE, Answers.serverError());

    Sender soon = source.authenticate(FakeFireblocks.message(BODY), NOW.plusSeconds(7_200));
    Sender late = source.authenticate(FakeFireblocks.message(BODY), NOW.plus(Duration.ofHours(24)));

    assertThat(soon).isInstanceOf(Sender.Authentic.class);
    assertThat(late).isInstanceOf(Sender.Undecided.class);
  }

  @TestFactory
  Stream<DynamicTest> withoutKeysNothingIsDecided() {
    Map<String, Runnable> troubles = new LinkedHashMap<>();
    troubles.put("an error", () -> vendor.on("GET", PAGE, Answers.serverError()));
    troubles.put("no such page", () -> vendor.on("GET", PAGE, Answers.status(404)));
    troubles.put("a dropped connection", () -> vendor.on("GET", PAGE, Answers.dropped()));
    troubles.put("a redirect", () -> vendor.on("GET", PAGE, Answers.redirect("/x")));
    troubles.put("a web page", () -> vendor.on("GET", PAGE, Answers.rubbish("<html>".getBytes())));
    troubles.put("an answer too long", () -> vendor.on("GET", PAGE, Answers.huge(70_000)));
    troubles.put("no keys", () -> vendor.on("GET", PAGE, Answers.json(200, "{\"keys\":[]}")));
    return troubles.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      open();
                      e.getValue().run();

                      Sender sender = source.authenticate(FakeFireblocks.message(BODY), NOW);

                      assertThat(sender).isInstanceOf(Sender.Undecided.class);
                    }));
  }

  @Test
  void unknownKeysCannotMakeUsCallWithoutEnd() {
    IntStream.range(0, 50).forEach(i -> unknownKey("x" + i));

    Sender last = unknownKey("y");

    assertThat(last).isInstanceOf(Sender.Undecided.class);
    assertThat(fetches()).isLessThanOrEqualTo(6);
    assertThat(source.authenticate(FakeFireblocks.message(BODY), NOW))
        .as("known keys still serve")
        .isInstanceOf(Sender.Authentic.class);
  }

  private Sender unknownKey(String id) {
    return source.authenticate(FakeFireblocks.message(BODY, id, FakeFireblocks.OTHER_KEYS), NOW);
  }

  @Test
  void manyAtOnceFetchOnce() throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Sender> senders = java.util.Collections.synchronizedList(new ArrayList<>());
    RawMessage message = FakeFireblocks.message(BODY);
    List<Thread> threads =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            start.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          senders.add(source.authenticate(message, NOW));
                        }))
            .toList();
    threads.forEach(Thread::start);

    start.countDown();
    for (Thread t : threads) {
      t.join();
    }

    assertThat(senders).hasSize(12).allMatch(s -> s instanceof Sender.Authentic);
    assertThat(fetches()).isEqualTo(1);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsFetchedForWhatIsNoSignature() {
    Map<String, String> headers = new LinkedHashMap<>();
    String none =
        java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\",\"kid\":\"webhook-key-1\"}".getBytes());
    headers.put("no signature at all", "");
    headers.put("alg none", none + "..");
    headers.put("alg none with something", none + "..eA");
    headers.put(
        "a whole JWS",
        FakeFireblocks.signature(BODY, "k", FakeFireblocks.KEYS, "RS512").replace("..", ".eA."));
    headers.put(
        "RS256",
        FakeFireblocks.signature(
            BODY,
            FakeFireblocks.KEY_ID,
            FakeFireblocks.KEYS,
            AlgorithmIdentifiers.RSA_USING_SHA256));
    headers.put(
        "PS512",
        FakeFireblocks.signature(
            BODY,
            FakeFireblocks.KEY_ID,
            FakeFireblocks.KEYS,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512));
    headers.put("no JSON", "eA..eA");
    headers.put("too long", "e".repeat(3_000) + "..eA");
    return headers.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      assertThat(refusal(withHeader(e.getValue()))).isNotBlank();
                      assertThat(fetches()).isZero();
                    }));
  }

  @Test
  void aSignatureByAnotherKeyUnderAKnownIdIsRefused() {
    RawMessage forged =
        FakeFireblocks.message(BODY, FakeFireblocks.KEY_ID, FakeFireblocks.OTHER_KEYS);

    assertThat(refusal(forged)).contains("does not fit");
  }

  @Test
  void aWeakKeyAndAKeyForAnotherUseAreNoKeys() {
    KeyPair weak = FakeFireblocks.keys(1024);
    Map<String, String> forEncryption = FakeFireblocks.jwk("enc", FakeFireblocks.KEYS);
    forEncryption.put("use", "enc");
    Map<String, String> forAnother = FakeFireblocks.jwk("rs256", FakeFireblocks.KEYS);
    forAnother.put("alg", "RS256");
    String page =
        dev.firebreak.connector.Json.write(
            Map.of(
                "keys",
                List.of(
                    FakeFireblocks.jwk("weak", weak),
                    forEncryption,
                    forAnother,
                    Map.of("kty", "EC", "kid", "ec"),
                    Map.of("kty", "RSA", "kid", "broken", "n", "%%", "e", "AQAB"),
                    FakeFireblocks.jwk("good", FakeFireblocks.OTHER_KEYS))));
    vendor.on("GET", PAGE, Answers.json(200, page));

    assertThat(refusal(FakeFireblocks.message(BODY, "weak", FakeFireblocks.KEYS)))
        .contains("no such key");
    assertThat(refusal(FakeFireblocks.message(BODY, "enc", FakeFireblocks.KEYS)))
        .contains("no such key");
    assertThat(refusal(FakeFireblocks.message(BODY, "rs256", FakeFireblocks.KEYS)))
        .contains("no such key");
    assertThat(
            source.authenticate(
                FakeFireblocks.message(BODY, "good", FakeFireblocks.OTHER_KEYS), NOW))
        .isInstanceOf(Sender.Authentic.class);
  }

  @Test
  void anotherCustomersNotificationIsRefused() {
    String theirs = BODY.replace(FakeFireblocks.WORKSPACE, "00000000-0000-4000-8000-00000000ffff");

    assertThat(refusal(FakeFireblocks.message(theirs)))
        .contains("none of this source's workspaces");
  }

  @Test
  void somethingSignedThatNamesNoWorkspaceIsRefused() {
    assertThat(refusal(FakeFireblocks.message("{}"))).contains("none of this source's workspaces");
    assertThat(refusal(FakeFireblocks.message("[]"))).contains("names no workspace");
  }

  @Test
  void theLegacySignatureAloneIsRefusedWithTheRemedy() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("fireblocks-signature", List.of("bGVnYWN5"));

    String reason = refusal(new RawMessage(headers, Optional.empty(), BODY.getBytes()));

    assertThat(reason).contains("version 2");
  }

  @Test
  void everyRegionHasItsKeys() {
    Map<String, String> hosts =
        Map.of(
            "us", "https://keys.fireblocks.io/.well-known/jwks.json",
            "eu", "https://eu-keys.fireblocks.io/.well-known/jwks.json",
            "eu2", "https://eu2-keys.fireblocks.io/.well-known/jwks.json",
            "sandbox", "https://sandbox-keys.fireblocks.io/.well-known/jwks.json");
    hosts.forEach(
        (region, url) -> {
          FireblocksSourceSettings settings =
              Settings.bind(
                  "source 'x'",
                  FireblocksSourceSettings.class,
                  Map.of("workspaces", "w", "region", region));

          assertThat(settings.keys()).hasToString(url);
        });
  }

  @Test
  void settingsSayWhatIsMissingOrWrong() {
    for (Map<String, String> wrong :
        List.of(
            Map.<String, String>of(),
            Map.of("workspaces", "w", "region", "mars"),
            Map.of("workspaces", "w", "jwks-url", "keys"))) {
      assertThatThrownBy(() -> Settings.bind("source 'x'", FireblocksSourceSettings.class, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("source 'x': ");
    }
  }

  @Test
  void aPrivatePlaceOfTheKeysMustBeListed() {
    FireblocksSourceSettings settings =
        new FireblocksSourceSettings(
            List.of("w"), "us", Optional.of(URI.create(vendor.url() + PAGE)), List.of());

    assertThatThrownBy(() -> new FireblocksSourceKind().open(settings))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
