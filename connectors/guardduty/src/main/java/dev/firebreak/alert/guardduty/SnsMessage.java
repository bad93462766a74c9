package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.UnusableAlert;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SNS's envelope (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
 *
 * @param type what it is
 * @param signedFields what the signature covers, by name, exactly as sent
 * @param signatureVersion {@code 1} or {@code 2}
 * @param signature base64
 * @param signingCertUrl where the certificate is
 */
record SnsMessage(
    Type type,
    Map<String, String> signedFields,
    String signatureVersion,
    String signature,
    String signingCertUrl) {
  /** The three types of message. */
  enum Type {
    NOTIFICATION(
        "Notification",
        List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")),
    SUBSCRIPTION_CONFIRMATION("SubscriptionConfirmation", confirmation()),
    UNSUBSCRIBE_CONFIRMATION("UnsubscribeConfirmation", confirmation());

    private final String wireName;
    private final List<String> signed;

    Type(String wireName, List<String> signed) {
      this.wireName = wireName;
      this.signed = signed;
    }

    private static List<String> confirmation() {
      return List.of(
          "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    }

    String wireName() {
      return wireName;
    }
  }

  private static final String TYPE_HEADER = "x-amz-sns-message-type";
  private static final int MAX = 256 * 1024;

  /** Whether the message says it comes from SNS; nothing is proved by it. */
  static boolean claimedBy(RawMessage message) {
    return message.header(TYPE_HEADER).isPresent();
  }

  /** The envelope; its type must be the header's. */
  static SnsMessage read(RawMessage message) throws UnusableAlert {
    SnsMessage sns = read(JsonBody.parse(message.body()));
    if (!message.header(TYPE_HEADER).filter(sns.type.wireName::equals).isPresent()) {
      throw new UnusableAlert("/Type", "is not what the header " + TYPE_HEADER + " says");
    }
    return sns;
  }

  static SnsMessage read(JsonBody body) throws UnusableAlert {
    if (body.at("/Signature").isEmpty()) {
      throw new UnusableAlert(
          "/Signature", "is missing; turn off raw message delivery for this subscription");
    }
    Type type = type(body);
    Map<String, String> signed = new LinkedHashMap<>();
    for (String name : type.signed) {
      Optional<String> value = exact(body, name);
      if (value.isEmpty() && !name.equals("Subject")) {
        throw new UnusableAlert("/" + name, "is missing; expected text");
      }
      value.ifPresent(v -> signed.put(name, v));
    }
    return new SnsMessage(
        type,
        signed,
        body.required("/SignatureVersion", 10),
        body.required("/Signature", 4_000),
        body.required("/SigningCertURL", 1_000));
  }

  private static Type type(JsonBody body) throws UnusableAlert {
    String name = body.required("/Type", 100);
    for (Type t : Type.values()) {
      if (t.wireName.equals(name)) {
        return t;
      }
    }
    throw new UnusableAlert(
        "/Type", "expected Notification, SubscriptionConfirmation or UnsubscribeConfirmation");
  }

  /** Not cut, not cleaned: these are the signed characters. */
  private static Optional<String> exact(JsonBody body, String name) throws UnusableAlert {
    Optional<JsonBody> found = body.at("/" + name);
    if (found.isPresent() && !found.get().node().isTextual()) {
      throw found.get().wrong("text");
    }
    return found.map(f -> f.node().textValue()).filter(v -> v.length() <= MAX);
  }

  /**
   * Each field's name and value, a line feed after either, in the order of names
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html).
   */
  byte[] signedBytes() {
    List<String> lines = new ArrayList<>();
    signedFields.forEach(
        (name, value) -> {
          lines.add(name);
          lines.add(value);
        });
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private String field(String name) {
    return signedFields.getOrDefault(name, "");
  }

  String message() {
    return field("Message");
  }

  String messageId() {
    return field("MessageId");
  }

  String topicArn() {
    return JsonBody.bounded(field("TopicArn"), 500);
  }

  String timestamp() {
    return field("Timestamp");
  }

  String subscribeUrl() {
    return field("SubscribeURL");
  }
}
