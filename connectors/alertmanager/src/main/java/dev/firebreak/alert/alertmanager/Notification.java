package dev.firebreak.alert.alertmanager;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all alerts of one notification share
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
 *
 * @param resolved the group's status; used for alerts that have none of their own
 * @param groupKey identifies the group of alerts, the same in each of its notifications
 * @param receiver the receiver's name in alertmanager.yml
 * @param labels labels all alerts have
 * @param annotations annotations all alerts have
 * @param truncated how many alerts {@code max_alerts} left out of this notification
 */
record Notification(
    boolean resolved,
    Optional<String> groupKey,
    Optional<String> receiver,
    Map<String, String> labels,
    Map<String, String> annotations,
    long truncated) {

  static Notification read(JsonBody body) throws UnusableAlert {
    String version = body.required("/version", 20);
    if (!version.equals("4")) {
      throw new UnusableAlert(
          "/version", "expected \"4\", the data format of Alertmanager 0.6 and later");
    }
    return new Notification(
        resolved(body).orElse(false),
        body.text("/groupKey", 4_000),
        body.text("/receiver", 500),
        Labels.read(body.members("/commonLabels")),
        Labels.read(body.members("/commonAnnotations")),
        body.whole("/truncatedAlerts").orElse(0L));
  }

  /** Whether a {@code status} says resolved; empty where there is none. */
  static Optional<Boolean> resolved(JsonBody place) throws UnusableAlert {
    Optional<String> status = place.text("/status", 40);
    if (status.isPresent() && !List.of("firing", "resolved").contains(status.get())) {
      throw new UnusableAlert(
          place.pointer() + "/status", "expected \"firing\" or \"resolved\", found another text");
    }
    return status.map("resolved"::equals);
  }

  /**
   * Stands for the alerts that were left out: a person must know that some never came. Low, because
   * nothing is known of them; it names no target, so it contains nothing.
   */
  Optional<Alert> leftOut() {
    if (truncated <= 0) {
      return Optional.empty();
    }
    String id = Fingerprint.of(List.of(receiver.orElse(""), groupKey.orElse("")));
    return Optional.of(
        Alert.builder("truncated/" + id, "AlertmanagerTruncatedAlerts")
            .title("Alertmanager left out " + truncated + " alerts of a group")
            .description(
                Optional.of(
                    "Look at this group in Alertmanager, and raise max_alerts of the receiver or"
                        + " group by more labels. Group: "
                        + groupKey.orElse("unknown")))
            .severity(Severity.LOW)
            .disposition(resolved ? Disposition.RESOLVED : Disposition.FIRING)
            .attribute("truncated_alerts", Long.toString(truncated))
            .build());
  }
}
