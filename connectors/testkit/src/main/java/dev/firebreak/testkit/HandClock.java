package dev.firebreak.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Safe for all threads. */
public final class HandClock extends Clock {
  private Instant now;

  private HandClock(Instant now) {
    this.now = now;
  }

  public static HandClock at(Instant now) {
    return new HandClock(now);
  }

  /** {@link #at} 2026-03-01T10:00:00Z, for tests to which any time will do. */
  public static HandClock standing() {
    return at(Instant.parse("2026-03-01T10:00:00Z"));
  }

  public synchronized void set(Instant to) {
    now = to;
  }

  public synchronized void move(Duration on) {
    now = now.plus(on);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
