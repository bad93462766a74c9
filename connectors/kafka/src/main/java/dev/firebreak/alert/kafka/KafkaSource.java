package dev.firebreak.alert.kafka;

import dev.firebreak.alert.AlertJson;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Feed;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a topic. Who may write to it is the brokers' to decide; nothing is taken at the hook, where
 * nobody could be told from anybody.
 */
final class KafkaSource implements AlertSource {
  private final String topic;
  private final Map<String, Object> configuration;

  KafkaSource(String topic, Map<String, Object> configuration) {
    this.topic = topic;
    this.configuration = configuration;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return new Sender.Refused("this source reads a Kafka topic; nothing may be posted to it");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    if (message.body().length == 0) {
      throw new UnusableAlert(
          "", "the record has no value (a tombstone); expected one alert as a JSON object");
    }
    return new Parsed.Alerts(List.of(AlertJson.read(JsonBody.parse(message.body()))));
  }

  @Override
  public Optional<Feed> feed() {
    return Optional.of(new TopicFeed(topic, configuration));
  }
}
