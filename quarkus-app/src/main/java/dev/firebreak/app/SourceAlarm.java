package dev.firebreak.app;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells of sources whose messages cannot be checked, once when it begins. Used by one thread. */
final class SourceAlarm {
  private final Consumer<Alert> alarm;
  private Map<String, String> before = Map.of();

  SourceAlarm(Consumer<Alert> alarm) {
    this.alarm = alarm;
  }

  /**
   * @param problems by source, as of now
   */
  void look(Map<String, String> problems, Instant now) {
    Map<String, String> fresh = new HashMap<>(problems);
    fresh.keySet().removeAll(before.keySet());
    before = Map.copyOf(problems);
    fresh.forEach((source, why) -> alarm.accept(alert(source, why, now)));
  }

  private static Alert alert(String source, String why, Instant now) {
    return Alert.builder(
            "deaf:" + source + ":" + now.truncatedTo(ChronoUnit.HOURS), "firebreak.source-deaf")
        .title("Alerts of source " + source + " cannot be checked and are turned away")
        .description(Optional.of(why))
        .severity(Severity.HIGH)
        .target(TargetType.PLATFORM, source)
        .build();
  }
}
