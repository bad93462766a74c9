package dev.firebreak.cases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is put forward, so that no deadline passes because a machine is slow. */
public final class CaseClock extends Clock {
  private volatile Instant now = Instant.now();

  public void forward(Duration by) {
    now = now.plus(by);
  }

  void forwardTo(Instant when) {
    now = when.isAfter(now) ? when : now;
  }

  @Override
  public Instant instant() {
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
