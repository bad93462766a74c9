package dev.firebreak.alert.alertmanager;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One alert of a notification.
 *
 * @param resolved its own status, or the notification's
 * @param labels its labels, and the common ones it does not repeat
 * @param annotations the same for annotations
 * @param startsAt as the sender wrote it
 * @param fingerprint Alertmanager's hash of the labels; missing from old versions
 * @param generatorUrl link to the rule's expression
 * @param notification what it came with
 */
record FiringAlert(
    boolean resolved,
    Labels labels,
    Map<String, String> annotations,
    Optional<String> startsAt,
    Optional<String> fingerprint,
    Optional<String> generatorUrl,
    Notification notification) {
  private static final int MAX_LABEL_ATTRIBUTES = 48;
  private static final List<String> HEARTBEATS = List.of("Watchdog", "DeadMansSwitch");

  static FiringAlert read(JsonBody body, Notification notification) throws UnusableAlert {
    Map<String, String> labels = Labels.read(body.members("/labels"));
    notification.labels().forEach(labels::putIfAbsent);
    if (labels.isEmpty()) {
      throw new UnusableAlert(
          body.pointer() + "/labels", "is missing or empty; labels are what identifies an alert");
    }
    Map<String, String> annotations = Labels.read(body.members("/annotations"));
    notification.annotations().forEach(annotations::putIfAbsent);
    return new FiringAlert(
        Notification.resolved(body).orElse(notification.resolved()),
        new Labels(labels),
        annotations,
        body.text("/startsAt", 64),
        body.text("/fingerprint", 200),
        body.text("/generatorURL", 2_000),
        notification);
  }

  Alert toAlert(Optional<String> configuredCluster) {
    String name = labels.first(List.of("alertname")).orElse("(no alertname)");
    Alert.Builder alert =
        Alert.builder(uid(), JsonBody.bounded(name, 512))
            .title(JsonBody.bounded(annotation(List.of("summary", "title")).orElse(name), 1_000))
            .description(annotation(List.of("description", "message")))
            .severity(labels.severity())
            .disposition(disposition(name))
            .occurredAt(startsAt.flatMap(JsonBody::instant));
    labels.addTargets(alert, configuredCluster);
    labels.addAttacks(alert);
    new Labels(annotations).addAttacks(alert);
    annotations.forEach((k, v) -> alert.observable(k, JsonBody.bounded(v, 2_000)));
    attributes().forEach(alert::attribute);
    return alert.build();
  }

  /** The same for each repeat and for the resolution, new when the alert fires anew. */
  private String uid() {
    return fingerprint.orElseGet(labels::fingerprint) + startsAt.map(s -> "/" + s).orElse("");
  }

  private Disposition disposition(String name) {
    if (HEARTBEATS.contains(name)) {
      return Disposition.TEST;
    }
    return resolved ? Disposition.RESOLVED : Disposition.FIRING;
  }

  private Optional<String> annotation(List<String> names) {
    return new Labels(annotations).first(names);
  }

  /** The labels by their names; what the notification says of itself wins over a label's name. */
  private Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map.Entry<String, String> label : labels.all().entrySet()) {
      if (all.size() < MAX_LABEL_ATTRIBUTES) {
        all.put(label.getKey(), JsonBody.bounded(label.getValue(), 2_000));
      }
    }
    notification.receiver().ifPresent(r -> all.put("alertmanager_receiver", r));
    notification
        .groupKey()
        .ifPresent(g -> all.put("alertmanager_group", JsonBody.bounded(g, 2_000)));
    generatorUrl.ifPresent(u -> all.put("generator_url", u));
    if (notification.truncated() > 0) {
      all.put("truncated_alerts", Long.toString(notification.truncated()));
    }
    return all;
  }
}
