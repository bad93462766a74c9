package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.testkit.AlertSourceContract.Sample;
import dev.firebreak.testkit.TestCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An SNS with a certificate authority of its own; signs messages and serves its certificate. */
final class FakeSns implements SnsPages {
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final String TOPIC = "arn:aws:sns:eu-central-1:111122223333:guardduty";
  static final String CERTIFICATE_URL =
      "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";
  static final String SUBSCRIBE_URL =
      "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=t0ken";

  private static final Instant FROM = NOW.minus(Duration.ofDays(30));
  private static final Instant TO = NOW.plus(Duration.ofDays(30));

  final TestCertificate root;
  final TestCertificate authority;
  final TestCertificate leaf;
  final Map<String, byte[]> files = new HashMap<>();
  final List<URI> asked = new ArrayList<>();

  FakeSns() {
    root = TestCertificate.named("Test Root").rsa(2048).authority().valid(FROM, TO).make();
    authority =
        TestCertificate.named("Test Authority")
            .rsa(2048)
            .authority()
            .signedBy(root)
            .valid(FROM, TO)
            .make();
    leaf = leaf("sns.amazonaws.com", 2048);
    serve(List.of(leaf, authority));
  }

  /** One that the authority signed. */
  TestCertificate leaf(String name, int bits) {
    return TestCertificate.named(name).rsa(bits).signedBy(authority).valid(FROM, TO).make();
  }

  void serve(List<TestCertificate> chain) {
    files.put(CERTIFICATE_URL, TestCertificate.pem(chain).getBytes(StandardCharsets.US_ASCII));
    files.put(SUBSCRIBE_URL, "<ok/>".getBytes(StandardCharsets.US_ASCII));
  }

  CertificateTrust trust() {
    return new CertificateTrust(List.of(root.certificate()));
  }

  GuardDutyKind kind() {
    return new GuardDutyKind(hosts -> this, trust());
  }

  @Override
  public byte[] get(URI url) throws ActionFailure {
    asked.add(url);
    return Optional.ofNullable(files.get(url.toString()))
        .orElseThrow(() -> ActionFailure.unavailable("no page " + url.getPath()));
  }

  /** The fields of a notification before signing; change them as the case wants. */
  static Map<String, String> notification(String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Type", "Notification");
    fields.put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
    fields.put("TopicArn", TOPIC);
    fields.put("Message", message);
    fields.put("Timestamp", "2026-01-15T11:58:30.123Z");
    fields.put("SignatureVersion", "2");
    fields.put("SigningCertURL", CERTIFICATE_URL);
    return fields;
  }

  static Map<String, String> confirmation(String type) {
    Map<String, String> fields = notification("You have chosen to subscribe.");
    fields.put("Type", type);
    fields.put("Token", "t0ken");
    fields.put("SubscribeURL", SUBSCRIBE_URL);
    return fields;
  }

  Sample signed(String name, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("Signature", sign(fields));
    return Sample.of(
        name,
        Map.of(
            "x-amz-sns-message-type",
            fields.get("Type"),
            "Content-Type",
            "text/plain; charset=UTF-8"),
        Json.write(all));
  }

  RawMessage message(Map<String, String> fields) {
    return signed("m", fields).message();
  }

  private String sign(Map<String, String> fields) {
    List<String> names =
        fields.get("Type").equals("Notification")
            ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
            : List.of(
                "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (fields.containsKey(name)) {
        text.append(name).append('\n').append(fields.get(name)).append('\n');
      }
    }
    String algorithm = fields.get("SignatureVersion").equals("1") ? "SHA1withRSA" : "SHA256withRSA";
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(leaf.key());
      signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
