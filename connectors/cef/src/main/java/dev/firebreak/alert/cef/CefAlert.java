package dev.firebreak.alert.cef;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an event means to Firebreak. */
record CefAlert(CefEvent event) {
  private static final int MOST_LABELLED = 40;
  private static final Set<String> OVER = Set.of("resolved", "closed", "cleared", "recovered");
  private static final Pattern TEST =
      Pattern.compile("(?i)(cef |syslog |this is a )?test([ _-](alert|event|message|malop|log))?");

  /** Not for a device to choose by a label. */
  private static final Set<String> FIXED =
      Set.of(
          "vendor",
          "product",
          "product_version",
          "signature",
          "cef_severity",
          "device",
          "truncated",
          "operational");

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "category", "cat",
          "action", "act",
          "outcome", "outcome",
          "reason", "reason",
          "external_id", "externalId",
          "application", "app",
          "protocol", "proto",
          "count", "cnt",
          "device_external_id", "deviceExternalId");

  Alert toAlert() {
    Alert.Builder alert =
        Alert.builder(uid(), rule())
            .title(event.name().isBlank() ? rule() : event.name())
            .description(event.fields().get("msg"))
            .severity(CefSeverity.of(event.severity()))
            .disposition(disposition())
            .occurredAt(occurredAt());
    attacks(alert);
    new CefTargets(event).addTo(alert);
    attributes(alert);
    event.fields().plain().forEach(alert::observable);
    event.fields().labelled().forEach(alert::observable);
    return alert.build();
  }

  /** Signatures are unique within a product only. */
  private String rule() {
    String signature = event.signature().isBlank() ? event.name() : event.signature();
    return JsonBody.bounded(
        String.join("/", event.vendor(), event.product(), signature).replaceAll("^/+", ""), 512);
  }

  /**
   * With {@code externalId}, the device's id of the event, together with whom it is about, because
   * some products put the id of the event's type there. Without one, the line itself.
   */
  private String uid() {
    Optional<String> external = event.fields().get("externalId");
    if (external.isEmpty()) {
      return Fingerprint.of(List.of(event.text()));
    }
    List<String> parts =
        new ArrayList<>(
            List.of(event.vendor(), event.product(), event.signature(), external.get()));
    for (String key : List.of("dvchost", "shost", "dhost", "src", "dst", "suser", "duser")) {
      parts.add(event.fields().get(key).orElse(""));
    }
    return Fingerprint.of(parts);
  }

  private Disposition disposition() {
    if (TEST.matcher(event.name()).matches() || TEST.matcher(event.signature()).matches()) {
      return Disposition.TEST;
    }
    return event
        .fields()
        .labelled("status", "state", "alert_status", "incident_status", "alertStatus")
        .filter(s -> OVER.contains(s.toLowerCase(Locale.ROOT)))
        .map(s -> Disposition.RESOLVED)
        .orElse(Disposition.FIRING);
  }

  private Optional<Instant> occurredAt() {
    Optional<String> zone = event.fields().get("dtz");
    for (String key : List.of("end", "rt", "start")) {
      Optional<Instant> time = event.fields().get(key).flatMap(t -> CefTime.read(t, zone));
      if (time.isPresent()) {
        return time;
      }
    }
    return event.header().time();
  }

  /** ATT&amp;CK references in fields whose name speaks of it, and in the category. */
  private void attacks(Alert.Builder alert) {
    event.fields().get("cat").ifPresent(alert::attack);
    for (Map<String, String> all : List.of(event.fields().labelled(), event.fields().plain())) {
      all.forEach(
          (name, value) -> {
            String n = name.toLowerCase(Locale.ROOT);
            if (n.contains("mitre") || n.contains("technique") || n.contains("tactic")) {
              for (String word : value.split("[,;|\\[\\]\"]+", 50)) {
                alert.attack(word.split("[:(]", 2)[0]);
              }
            }
          });
    }
  }

  private void attributes(Alert.Builder alert) {
    said(alert, "vendor", event.vendor());
    said(alert, "product", event.product());
    said(alert, "product_version", event.productVersion());
    said(alert, "signature", event.signature());
    said(alert, "cef_severity", event.severity());
    event
        .fields()
        .get("dvchost")
        .or(() -> event.fields().get("dvc"))
        .or(event.header()::host)
        .ifPresent(d -> alert.attribute("device", JsonBody.bounded(d, 512)));
    ATTRIBUTES.forEach(
        (name, key) ->
            event
                .fields()
                .get(key)
                .ifPresent(v -> alert.attribute(name, JsonBody.bounded(v, 1_000))));
    if (event.truncated()) {
      alert.attribute("truncated", "true");
    }
    event.fields().labelled().entrySet().stream()
        .filter(e -> !ATTRIBUTES.containsKey(e.getKey()) && !FIXED.contains(e.getKey()))
        .limit(MOST_LABELLED)
        .forEach(e -> alert.attribute(e.getKey(), JsonBody.bounded(e.getValue(), 2_000)));
  }

  private static void said(Alert.Builder alert, String name, String value) {
    if (!value.isBlank()) {
      alert.attribute(name, value);
    }
  }
}
