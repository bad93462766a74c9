package dev.firebreak.alert.kafka;

import dev.firebreak.alert.Feed.Receiver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads a topic until it is stopped. The client bears lost brokers by itself; what it gives up on
 * (a wrong password, a name that does not resolve, a codec that is not there) is tried again with a
 * new client and a pause.
 */
final class TopicReader implements Runnable {
  private static final Logger LOG = System.getLogger(TopicReader.class.getName());
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final String topic;
  private final Supplier<Consumer<byte[], byte[]>> clients;
  private final Receiver receiver;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Runnable wakeUp = () -> {};

  TopicReader(String topic, Supplier<Consumer<byte[], byte[]>> clients, Receiver receiver) {
    this.topic = topic;
    this.clients = clients;
    this.receiver = receiver;
  }

  /** Asks it to end; what is being handed over is finished first. Safe for all threads. */
  void stop() {
    stopped.countDown();
    wakeUp.run();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  @Override
  public void run() {
    Duration pause = SHORTEST_PAUSE;
    while (!isStopped()) {
      long began = System.nanoTime();
      try {
        readWithOneClient();
      } catch (WakeupException | InterruptException e) {
        // Asked to stop.
      } catch (RuntimeException | LinkageError e) {
        boolean wasGoing = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
        pause = wasGoing ? SHORTEST_PAUSE : pause;
        LOG.log(
            Level.WARNING,
            "topic {0} cannot be read ({1}); trying again in {2} s",
            topic,
            reason(e),
            pause.toSeconds());
        sleep(pause);
        pause = longer(pause);
      }
    }
  }

  /** Closing the client gives its partitions back, and commits what is stored of them. */
  private void readWithOneClient() {
    Consumer<byte[], byte[]> consumer = clients.get();
    wakeUp = consumer::wakeup;
    try {
      read(consumer);
    } finally {
      wakeUp = () -> {};
      consumer.close(CloseOptions.timeout(LONGEST_CLOSE));
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    Progress progress = new Progress(consumer, receiver);
    consumer.subscribe(List.of(topic), progress);
    while (!isStopped()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        progress.handOver(partition, records.records(partition), this::isStopped);
      }
      progress.commit();
      progress.resumeRested();
    }
  }

  /** Kafka's own sentences, which name no secrets; the cause tells more where there is one. */
  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    return e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** Ends early when it is asked to stop. */
  private void sleep(Duration pause) {
    try {
      if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }
}
