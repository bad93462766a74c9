package dev.firebreak.alert.kafka;

import dev.firebreak.alert.Feed.Receipt;
import dev.firebreak.alert.Feed.Receiver;
import dev.firebreak.alert.RawMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * How far each partition is. An offset is committed only when everything before it is stored, so
 * what a fallen node had not stored is read again; what it had stored but not committed is too, and
 * is known by its message id. Used by the reading thread alone, which also runs the rebalances.
 */
final class Progress implements ConsumerRebalanceListener {
  private static final Logger LOG = System.getLogger(Progress.class.getName());
  private static final Duration SHORTEST_REST = Duration.ofMillis(250);
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);
  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Receiver receiver;
  private final Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();
  private final Map<TopicPartition, Rest> resting = new HashMap<>();

  /** A pause of a partition whose next record was not taken. */
  private record Rest(Duration length, long since) {
    boolean isOver() {
      return System.nanoTime() - since >= length.toNanos();
    }
  }

  Progress(Consumer<byte[], byte[]> consumer, Receiver receiver) {
    this.consumer = consumer;
    this.receiver = receiver;
  }

  /** Hands records over in their order, up to the first that is not taken. */
  void handOver(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      BooleanSupplier isStopped) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (isStopped.getAsBoolean()) {
        return;
      }
      if (take(record) == Receipt.LATER) {
        rest(partition, record.offset());
        return;
      }
      stored.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
      resting.remove(partition);
    }
  }

  private Receipt take(ConsumerRecord<byte[], byte[]> record) {
    String id = record.topic() + "-" + record.partition() + "-" + record.offset();
    try {
      return receiver.take(message(record), Optional.of(id));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "record " + id + " could not be stored; it is offered again", e);
      return Receipt.LATER;
    }
  }

  /** The record's value; a tombstone has an empty one, and is handed over like any other. */
  private static RawMessage message(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = Optional.ofNullable(record.value()).orElseGet(() -> new byte[0]);
    Map<String, List<String>> headers =
        Map.of(
            "content-type", List.of("application/json"),
            "kafka-topic", List.of(record.topic()),
            "kafka-partition", List.of(Integer.toString(record.partition())),
            "kafka-offset", List.of(Long.toString(record.offset())),
            "kafka-timestamp", List.of(Instant.ofEpochMilli(record.timestamp()).toString()));
    return new RawMessage(headers, Optional.empty(), value);
  }

  /** Stops reading a partition for a while, and goes back to what was not taken. */
  private void rest(TopicPartition partition, long offset) {
    Duration length =
        Optional.ofNullable(resting.get(partition))
            .map(r -> r.length().multipliedBy(2))
            .orElse(SHORTEST_REST);
    consumer.seek(partition, offset);
    consumer.pause(List.of(partition));
    resting.put(
        partition,
        new Rest(length.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : length, System.nanoTime()));
  }

  void resumeRested() {
    List<TopicPartition> rested =
        resting.entrySet().stream()
            .filter(e -> e.getValue().isOver())
            .map(Map.Entry::getKey)
            .toList();
    consumer.resume(rested.stream().filter(consumer.paused()::contains).toList());
  }

  /** Commits what is stored; what cannot be committed now is read again, or committed later. */
  void commit() {
    if (stored.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(Map.copyOf(stored), LONGEST_COMMIT);
      stored.clear();
    } catch (CommitFailedException e) {
      LOG.log(Level.INFO, "the group moved on without us: {0}", e.getMessage());
      stored.clear();
    } catch (RetriableException | RebalanceInProgressException e) {
      LOG.log(Level.DEBUG, "not committed yet: {0}", e.getMessage());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // They begin where the group's last commit says.
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    partitions.forEach(
        p -> {
          stored.remove(p);
          resting.remove(p);
        });
  }
}
