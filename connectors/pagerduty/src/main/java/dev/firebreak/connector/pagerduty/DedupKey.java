package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Call;
import java.util.regex.Pattern;

/**
 * What names an alert to PagerDuty: at most 255 characters
 * (https://developer.pagerduty.com/docs/send-alert-event).
 */
final class DedupKey {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private DedupKey() {}

  /** The key of a step: the same at every attempt of it, and no other step's. */
  static String of(Call<?> call) {
    return "firebreak-" + call.idempotencyKey();
  }

  /**
   * @throws IllegalArgumentException when it is no key
   */
  static void check(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "input 'dedupKey' must be 1 to 255 ASCII characters without blanks, got "
              + key.length()
              + " characters");
    }
  }
}
