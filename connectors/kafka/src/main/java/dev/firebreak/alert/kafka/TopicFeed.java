package dev.firebreak.alert.kafka;

import dev.firebreak.alert.Feed;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A topic as a feed: one thread that reads it, wherever the brokers are and come back to. */
final class TopicFeed implements Feed {
  private final String topic;
  private final Map<String, Object> configuration;

  TopicFeed(String topic, Map<String, Object> configuration) {
    this.topic = topic;
    this.configuration = configuration;
  }

  @Override
  public AutoCloseable start(Receiver receiver) {
    TopicReader reader = new TopicReader(topic, () -> new KafkaConsumer<>(configuration), receiver);
    Thread thread = new Thread(reader, "kafka-" + topic);
    thread.setDaemon(true);
    thread.start();
    return () -> {
      reader.stop();
      thread.join();
    };
  }
}
