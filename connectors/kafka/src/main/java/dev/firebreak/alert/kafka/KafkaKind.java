package dev.firebreak.alert.kafka;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;

/** A topic of Apache Kafka. */
public final class KafkaKind implements AlertSourceKind<KafkaSettings> {
  @Override
  public String kind() {
    return "kafka";
  }

  @Override
  public Class<KafkaSettings> settings() {
    return KafkaSettings.class;
  }

  @Override
  public AlertSource open(KafkaSettings settings) {
    return new KafkaSource(settings.topic(), ConsumerConfiguration.of(settings));
  }
}
