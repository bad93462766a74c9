package dev.firebreak.dispatch;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a scripted vendor does with one target: how the n-th request and the n-th look end, n from
 * 1. Everything it is asked is noted.
 */
final class Script {
  /** Answers the n-th request; what it returns is the vendor's reference. */
  @FunctionalInterface
  interface Body {
    String at(int n) throws ActionFailure;
  }

  /** Answers the n-th look. */
  @FunctionalInterface
  interface Look {
    Observation at(int n) throws ActionFailure;
  }

  /** One thing the vendor was asked: {@code call} or {@code look}. */
  record Asked(String what, String key, Instant at) {}

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Body body = n -> "ref-" + n;
  private volatile Rehearsal rehearsal = () -> Preview.nothing("in force already");
  private volatile Look look = n -> Observation.holds("in force");

  Script does(Body body) {
    this.body = body;
    return this;
  }

  /** What a rehearsal says. */
  @FunctionalInterface
  interface Rehearsal {
    Preview say() throws ActionFailure;
  }

  Script hits(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
    return this;
  }

  Preview preview() throws ActionFailure {
    asked.add(new Asked("preview", "", Instant.now()));
    return rehearsal.say();
  }

  Script shows(Look look) {
    this.look = look;
    return this;
  }

  String call(Call<?> call) throws ActionFailure {
    asked.add(new Asked("call", call.idempotencyKey(), Instant.now()));
    return body.at(calls().size());
  }

  Observation look(Call<?> call) throws ActionFailure {
    asked.add(new Asked("look", call.idempotencyKey(), Instant.now()));
    return look.at(looks().size());
  }

  List<Asked> calls() {
    return asked.stream().filter(a -> a.what().equals("call")).toList();
  }

  List<Asked> looks() {
    return asked.stream().filter(a -> a.what().equals("look")).toList();
  }

  /** {@code call}, {@code look}, ... in the order they came. */
  List<String> story() {
    return asked.stream().map(Asked::what).toList();
  }

  /** Pauses between the calls. */
  List<Duration> pauses() {
    List<Asked> calls = calls();
    return java.util.stream.IntStream.range(1, calls.size())
        .mapToObj(i -> Duration.between(calls.get(i - 1).at(), calls.get(i).at()))
        .toList();
  }

  /** Waits like a vendor that does not answer, deaf to interrupts, until it is released. */
  static String hang(CountDownLatch released) {
    boolean interrupted = false;
    while (true) {
      try {
        if (!released.await(2, TimeUnit.MINUTES)) {
          throw new IllegalStateException("a test forgot to release a hanging vendor");
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return "late";
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
