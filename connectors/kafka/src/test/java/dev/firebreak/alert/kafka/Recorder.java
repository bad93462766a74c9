package dev.firebreak.alert.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.alert.Feed.Receipt;
import dev.firebreak.alert.Feed.Receiver;
import dev.firebreak.alert.RawMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A receiver that remembers what it was offered, and answers as it is told. */
final class Recorder implements Receiver {
  /** One offer. */
  record Offer(RawMessage message, String id, Receipt answer) {
    String text() {
      return new String(message.body(), StandardCharsets.UTF_8);
    }
  }

  private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();
  private volatile Function<String, Receipt> answers = id -> Receipt.STORED;

  Recorder answering(Function<String, Receipt> answers) {
    this.answers = answers;
    return this;
  }

  @Override
  public Receipt take(RawMessage message, Optional<String> messageId) {
    String id = messageId.orElseThrow();
    try {
      Receipt answer = answers.apply(id);
      offers.add(new Offer(message, id, answer));
      return answer;
    } catch (RuntimeException e) {
      offers.add(new Offer(message, id, Receipt.LATER));
      throw e;
    }
  }

  /** The next offers, each within half a minute. */
  List<Offer> next(int count) {
    List<Offer> all = new ArrayList<>();
    try {
      while (all.size() < count) {
        Optional<Offer> one = Optional.ofNullable(offers.poll(30, TimeUnit.SECONDS));
        assertThat(one)
            .as("offer %d of %d; so far %s", all.size() + 1, count, ids(all))
            .isPresent();
        all.add(one.orElseThrow());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  static List<String> ids(List<Offer> offers) {
    return offers.stream().map(Offer::id).toList();
  }

  /** What has been offered and not asked for. */
  List<Offer> rest() {
    return List.copyOf(offers);
  }
}
