package dev.firebreak.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Dollars and seconds as people read them. */
final class Money {
  private Money() {}

  /** {@code $1,234,567}; whole dollars. */
  static String text(BigDecimal usd) {
    return String.format(Locale.ROOT, "$%,d", usd.setScale(0, RoundingMode.HALF_UP).toBigInteger());
  }

  /** {@code 3.4 s}. */
  static String seconds(Duration d) {
    return String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0);
  }
}
