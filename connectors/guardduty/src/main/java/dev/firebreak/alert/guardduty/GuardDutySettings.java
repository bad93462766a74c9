package dev.firebreak.alert.guardduty;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of a GuardDuty source: topics for Amazon SNS, a secret for an EventBridge API
 * destination, or both.
 *
 * @param topics ARNs like {@code arn:aws:sns:eu-central-1:111122223333:guardduty}
 * @param regions AWS region codes; without any, those of the topics
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 */
public record GuardDutySettings(
    @Describe("ARNs of the SNS topics whose messages are accepted; no other topic is")
        List<String> topics,
    @Describe(
            "AWS regions whose SNS hosts may be asked for certificates and confirmations; without"
                + " any, the regions of the topics")
        List<String> regions,
    @Describe(
            "What an EventBridge API destination shows as bearer token or Basic password; at least"
                + " 16 characters; without it only SNS is accepted")
        Optional<Secret> secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {
  private static final Pattern TOPIC =
      Pattern.compile(
          "arn:aws[a-z-]*:sns:([a-z]{2}(?:-[a-z]+)+-\\d):\\d{12}:[A-Za-z0-9_.-]{1,256}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-\\d");

  public GuardDutySettings {
    topics = List.copyOf(topics);
    for (String topic : topics) {
      if (!TOPIC.matcher(topic).matches()) {
        throw new IllegalArgumentException(
            "topics must be ARNs like arn:aws:sns:eu-central-1:111122223333:name, got '"
                + topic
                + "'");
      }
    }
    regions =
        regions.isEmpty()
            ? topics.stream().map(t -> t.split(":")[3]).distinct().toList()
            : List.copyOf(regions);
    for (String region : regions) {
      if (!REGION.matcher(region).matches()) {
        throw new IllegalArgumentException(
            "regions must be codes like eu-central-1, got '" + region + "'");
      }
    }
    if (topics.isEmpty() && secret.isEmpty()) {
      throw new IllegalArgumentException(
          "set topics (for Amazon SNS), secret (for an EventBridge API destination), or both");
    }
    if (secret.isEmpty() && nextSecret.isPresent()) {
      throw new IllegalArgumentException("next-secret is set without secret");
    }
  }
}
