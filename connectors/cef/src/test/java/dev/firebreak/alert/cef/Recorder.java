package dev.firebreak.alert.cef;

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
  record Offer(RawMessage message, Receipt answer) {
    String text() {
      return new String(message.body(), StandardCharsets.UTF_8);
    }
  }

  private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();
  private volatile Function<String, Receipt> answers = text -> Receipt.STORED;

  Recorder answering(Function<String, Receipt> answers) {
    this.answers = answers;
    return this;
  }

  @Override
  public Receipt take(RawMessage message, Optional<String> messageId) {
    assertThat(messageId).as("syslog has no ids").isEmpty();
    Receipt answer = answers.apply(new String(message.body(), StandardCharsets.UTF_8));
    offers.add(new Offer(message, answer));
    return answer;
  }

  Offer next() {
    return next(1).get(0);
  }

  /** The next offers, each within half a minute. */
  List<Offer> next(int count) {
    List<Offer> all = new ArrayList<>();
    try {
      while (all.size() < count) {
        Optional<Offer> one = Optional.ofNullable(offers.poll(30, TimeUnit.SECONDS));
        assertThat(one).as("offer %d of %d", all.size() + 1, count).isPresent();
        all.add(one.orElseThrow());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  /** The next offer, if there is one within a second. */
  Optional<Offer> soon() {
    try {
      return Optional.ofNullable(offers.poll(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What has been offered and not asked for. */
  List<Offer> rest() {
    return List.copyOf(offers);
  }
}
