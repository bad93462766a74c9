package dev.firebreak.app;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Alerts that the audit trail raises about itself. */
final class AuditAlarm {
  private static final String PLATFORM = "audit-trail";

  private AuditAlarm() {}

  /** What is stored is not what was signed. */
  static Alert rewritten(String what) {
    return Alert.builder("audit-rewritten:" + what.hashCode(), "firebreak.audit-rewritten")
        .title("The audit trail was rewritten")
        .description(Optional.of(what))
        .severity(Severity.CRITICAL)
        .target(TargetType.PLATFORM, PLATFORM)
        .build();
  }

  /** Heads do not leave the database. */
  static Alert unwitnessed(String why, Instant now) {
    return Alert.builder(
            "audit-unwitnessed:" + now.truncatedTo(ChronoUnit.HOURS), "firebreak.audit-unwitnessed")
        .title("The audit witness does not keep signed heads")
        .description(Optional.of(why))
        .severity(Severity.HIGH)
        .target(TargetType.PLATFORM, PLATFORM)
        .build();
  }
}
