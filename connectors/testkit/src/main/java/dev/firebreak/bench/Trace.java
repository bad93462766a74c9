package dev.firebreak.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happened to one alert: when it was sent and accepted, and every call it led to. Times are
 * {@link System#nanoTime} of this process, which both sends and receives; 0 means not yet. Safe for
 * all threads.
 */
public final class Trace {
  private final String id;
  private volatile long sentAt;
  private volatile long acceptedAt;
  private final Map<Step, Calls> calls = new EnumMap<>(Step.class);

  private static final class Calls {
    final AtomicLong firstAt = new AtomicLong();
    final AtomicLong answeredAt = new AtomicLong();
    final AtomicInteger count = new AtomicInteger();
    final Set<String> effects = ConcurrentHashMap.newKeySet();
  }

  Trace(String id) {
    this.id = id;
    for (Step s : Step.values()) {
      calls.put(s, new Calls());
    }
  }

  private Calls of(Step step) {
    return Objects.requireNonNull(calls.get(step));
  }

  public String id() {
    return id;
  }

  void sent(long at) {
    sentAt = at;
  }

  void accepted(long at) {
    acceptedAt = at;
  }

  /**
   * Notes a call.
   *
   * @param effect the idempotency key, or something unique where the caller sent none
   */
  void called(Step step, long at, String effect) {
    Calls of = of(step);
    of.firstAt.compareAndSet(0, at);
    of.effects.add(effect);
    of.count.incrementAndGet();
  }

  void answered(Step step, long at) {
    of(step).answeredAt.compareAndSet(0, at);
  }

  public boolean wasSent() {
    return sentAt != 0;
  }

  public boolean wasAccepted() {
    return acceptedAt != 0;
  }

  /** Nanoseconds from sending the alert to the first call of the step; only once it came. */
  public long nanosTo(Step step) {
    return firstAt(step) - sentAt;
  }

  public long firstAt(Step step) {
    return of(step).firstAt.get();
  }

  public long answeredAt(Step step) {
    return of(step).answeredAt.get();
  }

  public int calls(Step step) {
    return of(step).count.get();
  }

  /** Calls of the step beyond the first. */
  public int repeats(Step step) {
    return Math.max(0, calls(step) - 1);
  }

  /** How often the step took effect at a vendor that honours idempotency keys. */
  public int effects(Step step) {
    return of(step).effects.size();
  }

  /** Whether all four calls came. */
  public boolean isDone() {
    return calls.values().stream().allMatch(c -> c.count.get() > 0);
  }
}
