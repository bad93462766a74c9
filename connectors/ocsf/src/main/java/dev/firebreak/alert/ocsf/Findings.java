package dev.firebreak.alert.ocsf;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the alerts of one message. A message is a batch of unrelated events that some pipeline
 * put together: one that cannot be read must not keep the others from being acted on.
 */
final class Findings {
  private static final int MOST_REASONS = 20;

  private final List<Alert> alerts = new ArrayList<>();
  private final List<UnusableAlert> rejected = new ArrayList<>();

  void add(JsonBody event) {
    try {
      alerts.add(OcsfEvent.alert(event));
    } catch (UnusableAlert e) {
      reject(e);
    }
  }

  void reject(UnusableAlert reason) {
    rejected.add(reason);
  }

  /**
   * The alerts in the order of their events, and one more that stands for events left out.
   *
   * @throws UnusableAlert when no event became an alert
   */
  List<Alert> alerts() throws UnusableAlert {
    if (alerts.isEmpty()) {
      throw rejected.isEmpty()
          ? new UnusableAlert("", "holds no event; expected an OCSF Detection Finding")
          : rejected.get(0);
    }
    List<Alert> all = new ArrayList<>(alerts);
    if (!rejected.isEmpty()) {
      all.add(leftOut());
    }
    return all;
  }

  /**
   * A person must know that some events were not understood. Low, because nothing is known of them;
   * it names no target, so it contains nothing.
   */
  private Alert leftOut() {
    List<String> reasons = rejected.stream().map(e -> e.pointer() + ": " + e.getMessage()).toList();
    List<String> identity = new ArrayList<>(reasons);
    alerts.forEach(a -> identity.add(a.uid()));
    int events = alerts.size() + rejected.size();
    return Alert.builder("left-out/" + Fingerprint.of(identity), "OcsfEventsLeftOut")
        .title(rejected.size() + " of " + events + " OCSF events of a message were left out")
        .description(
            Optional.of(
                "They are in the stored message. "
                    + String.join(
                        "\n", reasons.subList(0, Math.min(MOST_REASONS, reasons.size())))))
        .severity(Severity.LOW)
        .attribute("operational", "true")
        .attribute("left_out_events", Integer.toString(rejected.size()))
        .build();
  }
}
