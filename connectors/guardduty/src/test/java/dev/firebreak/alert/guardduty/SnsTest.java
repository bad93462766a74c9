package dev.firebreak.alert.guardduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import dev.firebreak.testkit.SampleFiles;
import dev.firebreak.testkit.TestCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SnsTest {
  private static final FakeSns TEMPLATE = new FakeSns();

  private final FakeSns sns = TEMPLATE;
  private final AlertSource source = open(sns);

  private static AlertSource open(FakeSns sns) {
    sns.serve(List.of(sns.leaf, sns.authority));
    sns.asked.clear();
    return sns.kind()
        .open(
            new GuardDutySettings(
                List.of(FakeSns.TOPIC), List.of(), Optional.empty(), Optional.empty()));
  }

  private static Map<String, String> changed(Consumer<Map<String, String>> change) {
    Map<String, String> fields = FakeSns.notification("{}");
    change.accept(fields);
    return fields;
  }

  private String refusal(RawMessage message) {
    return ((Sender.Refused) source.authenticate(message, FakeSns.NOW)).reason();
  }

  @Test
  void aSignedMessageGivesItsIdAndTime() {
    Sender sender = source.authenticate(sns.message(FakeSns.notification("x")), FakeSns.NOW);

    assertThat(sender)
        .isEqualTo(
            new Sender.Authentic(
                Optional.of("22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"),
                Optional.of(Instant.parse("2026-01-15T11:58:30.123Z"))));
  }

  @Test
  void theCertificateIsFetchedOnce() {
    IntStream.range(0, 5)
        .forEach(i -> source.authenticate(sns.message(FakeSns.notification("m" + i)), FakeSns.NOW));

    assertThat(sns.asked).hasSize(1);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsFetchedForAStranger() {
    Map<String, Consumer<Map<String, String>>> changes = new LinkedHashMap<>();
    changes.put("another topic", f -> f.put("TopicArn", FakeSns.TOPIC + "2"));
    changes.put("too old", f -> f.put("Timestamp", "2026-01-15T10:59:59.000Z"));
    changes.put("from the future", f -> f.put("Timestamp", "2026-01-15T12:05:01.000Z"));
    changes.put("no time", f -> f.put("Timestamp", "now"));
    changes.put("signature version 3", f -> f.put("SignatureVersion", "3"));
    for (String url :
        List.of(
            "http://sns.eu-central-1.amazonaws.com/a.pem",
            "https://sns.us-east-1.amazonaws.com/a.pem",
            "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem",
            "https://evil.example/sns.eu-central-1.amazonaws.com/a.pem",
            "https://sns.eu-central-1.amazonaws.com@evil.example/a.pem",
            "https://sns.eu-central-1.amazonaws.com:8443/a.pem",
            "https://sns.eu-central-1.amazonaws.com/a.pem?x=1",
            "https://sns.eu-central-1.amazonaws.com/a.pem#x",
            "https://sns.eu-central-1.amazonaws.com/b/a.pem",
            "https://sns.eu-central-1.amazonaws.com/a.crt",
            "https://sns.eu-central-1.amazonaws.com/%2e%2e/a.pem",
            "https://169.254.169.254/a.pem",
            "file:///etc/a.pem",
            "no url at all")) {
      changes.put(url, f -> f.put("SigningCertURL", url));
    }
    return changes.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      sns.asked.clear();

                      String reason = refusal(sns.message(changed(e.getValue())));

                      assertThat(reason).isNotBlank();
                      assertThat(sns.asked).isEmpty();
                    }));
  }

  @Test
  void everySignedFieldIsCovered() {
    RawMessage original = sns.message(changed(f -> f.put("Subject", "s")));
    for (String field : List.of("Message", "MessageId", "Subject")) {
      String body =
          new String(original.body(), StandardCharsets.UTF_8)
              .replaceFirst("\"" + field + "\":\"", "\"" + field + "\":\"~");

      String reason =
          refusal(
              new RawMessage(
                  original.headers(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));

      assertThat(reason).isEqualTo("SNS signature does not fit the message");
    }
  }

  @Test
  void aSubjectOfNullIsNotSigned() throws JsonProcessingException {
    RawMessage message = sns.message(FakeSns.notification("x"));
    ObjectNode body = (ObjectNode) Json.parse(message.body());
    body.putNull("Subject");
    RawMessage withNull = new RawMessage(message.headers(), Optional.empty(), Json.bytes(body));

    assertThat(source.authenticate(withNull, FakeSns.NOW)).isInstanceOf(Sender.Authentic.class);
  }

  @Test
  void rawDeliveryIsRefusedAndNamed() {
    RawMessage raw =
        new RawMessage(
            Map.of("x-amz-sns-message-type", List.of("Notification")),
            Optional.empty(),
            SampleFiles.own("event_access_key.json").getBytes(StandardCharsets.UTF_8));

    assertThat(refusal(raw)).contains("raw message delivery");
  }

  @Test
  void aChainToAnotherRootIsRefused() {
    FakeSns other = new FakeSns();
    sns.serve(List.of(other.leaf, other.authority));

    assertThat(refusal(sns.message(FakeSns.notification("x"))))
        .contains("no root this Java trusts");
  }

  @Test
  void aSelfSignedCertificateIsRefused() {
    TestCertificate own =
        TestCertificate.named("sns.amazonaws.com")
            .rsa(2048)
            .valid(FakeSns.NOW.minusSeconds(60), FakeSns.NOW.plusSeconds(60))
            .make();
    sns.serve(List.of(own));

    assertThat(refusal(sns.message(FakeSns.notification("x"))))
        .contains("no root this Java trusts");
  }

  @Test
  void aLeafWithoutItsIssuersRestsOnTheConnection() {
    sns.serve(List.of(sns.leaf));

    assertThat(source.authenticate(sns.message(FakeSns.notification("x")), FakeSns.NOW))
        .isInstanceOf(Sender.Authentic.class);
  }

  @Test
  void aCertificateWithAnotherNameIsRefused() {
    TestCertificate other = sns.leaf("sns.amazonaws.com.evil.example", 2048);
    sns.serve(List.of(other, sns.authority));

    assertThat(refusal(sns.message(FakeSns.notification("x")))).contains("not named");
  }

  @Test
  void aShortKeyIsRefused() {
    TestCertificate weak = sns.leaf("sns.amazonaws.com", 1024);
    sns.serve(List.of(weak, sns.authority));

    assertThat(refusal(sns.message(FakeSns.notification("x")))).contains("2048");
  }

  @Test
  void aKeptCertificateIsRefusedOnceItHasExpired() {
    source.authenticate(sns.message(FakeSns.notification("x")), FakeSns.NOW);
    Instant later = FakeSns.NOW.plus(Duration.ofDays(31));
    Map<String, String> fields = changed(f -> f.put("Timestamp", later.toString()));

    Sender sender = source.authenticate(sns.message(fields), later);

    assertThat(((Sender.Refused) sender).reason()).contains("expired");
  }

  @Test
  void somethingThatIsNoCertificateIsRefused() {
    sns.files.put(FakeSns.CERTIFICATE_URL, "<html>".getBytes(StandardCharsets.US_ASCII));

    assertThat(refusal(sns.message(FakeSns.notification("x")))).isNotBlank();
  }

  @Test
  void aFetchThatFailsIsTriedAgainAndThenLeftUndecided() {
    sns.files.remove(FakeSns.CERTIFICATE_URL);

    Sender sender = source.authenticate(sns.message(FakeSns.notification("x")), FakeSns.NOW);

    assertThat(((Sender.Undecided) sender).reason()).contains("tried twice");
    assertThat(sns.asked).hasSize(2);
  }

  @Test
  void unknownCertificatesCannotMakeUsCallWithoutEnd() {
    IntStream.range(0, 100).forEach(i -> unknownCertificate("x" + i));

    Sender last = unknownCertificate("y");

    assertThat(((Sender.Undecided) last).reason()).contains("too many");
    assertThat(sns.asked).hasSizeLessThanOrEqualTo(20);
  }

  private Sender unknownCertificate(String name) {
    String url = "https://sns.eu-central-1.amazonaws.com/" + name + ".pem";
    return source.authenticate(
        sns.message(changed(f -> f.put("SigningCertURL", url))), FakeSns.NOW);
  }

  @Test
  void aSubscriptionIsConfirmedOnTheSnsHost() throws Exception {
    RawMessage message = sns.message(FakeSns.confirmation("SubscriptionConfirmation"));
    assertThat(source.authenticate(message, FakeSns.NOW)).isInstanceOf(Sender.Authentic.class);
    assertThat(source.parse(message)).isInstanceOf(Parsed.Handshake.class);
    sns.asked.clear();

    source.complete(message);

    assertThat(sns.asked).containsExactly(URI.create(FakeSns.SUBSCRIBE_URL));
  }

  @Test
  void aSubscribeUrlElsewhereIsNeverFetched() {
    for (String url :
        List.of(
            "https://evil.example/?Action=ConfirmSubscription",
            "http://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription",
            "https://sns.eu-central-1.amazonaws.com/?Action=Publish&TopicArn=x",
            "https://sns.eu-central-1.amazonaws.com/x?Action=ConfirmSubscription")) {
      Map<String, String> fields = FakeSns.confirmation("SubscriptionConfirmation");
      fields.put("SubscribeURL", url);
      sns.asked.clear();

      assertThatThrownBy(() -> source.complete(sns.message(fields)))
          .isInstanceOfSatisfying(
              ActionFailure.class,
              e -> assertThat(e.kind()).isEqualTo(ActionFailure.Kind.BAD_INPUT));
      assertThat(sns.asked).isEmpty();
    }
  }

  @Test
  void theEndOfASubscriptionIsToldAndNotUndone() throws Exception {
    RawMessage message = sns.message(FakeSns.confirmation("UnsubscribeConfirmation"));
    assertThat(source.parse(message))
        .isInstanceOfSatisfying(
            Parsed.Handshake.class, h -> assertThat(h.what()).contains("ended"));
    sns.asked.clear();

    source.complete(message);

    assertThat(sns.asked).isEmpty();
  }

  @Test
  void aFaultInsideTheMessageIsPlacedThere() {
    RawMessage message = sns.message(FakeSns.notification("{\"id\":7,\"type\":\"t\"}"));

    assertThatThrownBy(() -> source.parse(message))
        .isInstanceOfSatisfying(
            UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo("/Message"))
        .hasMessage("inside this text, at /id: expected text, found a number");
  }

  @Test
  void theRealReaderReturnsPagesAndRefusesEverythingElse() throws Exception {
    try (FakeVendor vendor = FakeVendor.start();
        VendorHttp http =
            VendorHttp.open(Endpoint.at(URI.create(vendor.url())), List.of("127.0.0.1"))) {
      vendor.on("GET", "/there.pem", WireMock.ok("page"));
      vendor.on("GET", "/moved.pem", WireMock.temporaryRedirect("/there.pem"));
      SnsPages pages = new VendorSnsPages(http);

      byte[] page = pages.get(URI.create(vendor.url() + "/there.pem"));

      assertThat(page).asString(StandardCharsets.UTF_8).isEqualTo("page");
      for (String other :
          List.of(
              vendor.url() + "/gone.pem",
              vendor.url() + "/moved.pem",
              "https://evil.example/a.pem")) {
        assertThatThrownBy(() -> pages.get(URI.create(other)))
            .isInstanceOfSatisfying(
                ActionFailure.class,
                e -> assertThat(e.kind()).isEqualTo(ActionFailure.Kind.REFUSED));
      }
    }
  }

  @Test
  void theRealReaderIsBoundToTheRegionsHosts() {
    SnsHosts hosts = new SnsHosts(List.of("eu-central-1", "cn-north-1"));

    VendorSnsPages pages = (VendorSnsPages) VendorSnsPages.open(hosts);

    assertThat(pages.http().endpoint().base())
        .hasToString("https://sns.eu-central-1.amazonaws.com");
    assertThat(pages.http().endpoint().moreHosts())
        .containsExactlyInAnyOrder(
            "sns.eu-central-1.amazonaws.com", "sns.cn-north-1.amazonaws.com.cn");
    pages.http().close();
  }

  @Test
  void settingsSayWhatIsMissingOrWrong() {
    for (Map<String, String> wrong :
        List.of(
            Map.<String, String>of(),
            Map.of("topics", "arn:aws:sqs:eu-central-1:111122223333:q"),
            Map.of("topics", FakeSns.TOPIC, "regions", "evil.example/"),
            Map.of("topics", FakeSns.TOPIC, "next-secret", "0123456789abcdef"))) {
      assertThatThrownBy(() -> Settings.bind("source 'x'", GuardDutySettings.class, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("source 'x': ");
    }
  }
}
