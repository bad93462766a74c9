package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A security alert of Microsoft Graph, alerts_v2
 * (https://learn.microsoft.com/en-us/graph/api/resources/security-alert).
 *
 * @param id the same in each update
 * @param title what fired
 * @param body the whole
 */
record GraphAlert(String id, String title, Part body) {
  private static final List<String> FALSE_ALARMS =
      List.of("falsePositive", "informationalExpectedActivity");

  private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("tenant", "tenantId");
    ATTRIBUTES.put("category", "category");
    ATTRIBUTES.put("alert_status", "status");
    ATTRIBUTES.put("classification", "classification");
    ATTRIBUTES.put("determination", "determination");
    ATTRIBUTES.put("service", "serviceSource");
    ATTRIBUTES.put("product", "productName");
    ATTRIBUTES.put("detection_source", "detectionSource");
    ATTRIBUTES.put("detector_id", "detectorId");
    ATTRIBUTES.put("incident_id", "incidentId");
    ATTRIBUTES.put("alert_url", "alertWebUrl");
    ATTRIBUTES.put("threat", "threatDisplayName");
    ATTRIBUTES.put("actor", "actorDisplayName");
    ATTRIBUTES.put("assigned_to", "assignedTo");
  }

  static GraphAlert read(Part body) throws UnusableAlert {
    return new GraphAlert(body.required("id", 512), body.required("title", 1_000), body);
  }

  Alert toAlert() throws UnusableAlert {
    Optional<String> description = body.text("description", 10_000);
    Alert.Builder alert =
        Alert.builder(id, JsonBody.bounded(title, 512))
            .title(title)
            .description(description)
            .severity(Words.severity(body.text("severity", 40)))
            .disposition(disposition(description))
            .occurredAt(
                body.firstTime("lastActivityDateTime", "firstActivityDateTime", "createdDateTime"));
    new CustomDetails(alert).add(body.at("customDetails"));
    Evidence.addTo(alert, body.items("evidence"));
    body.words("mitreTechniques").forEach(w -> Words.addAttack(alert, w));
    body.shown("category").ifPresent(w -> Words.addAttack(alert, w));
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      body.shown(e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    return alert.build();
  }

  private Disposition disposition(Optional<String> description) throws UnusableAlert {
    boolean exercise =
        body.text("determination", 60).filter("securityTesting"::equalsIgnoreCase).isPresent();
    if (exercise || Words.isSample(title, description)) {
      return Disposition.TEST;
    }
    boolean resolved = body.text("status", 40).filter("resolved"::equalsIgnoreCase).isPresent();
    boolean falseAlarm =
        body.text("classification", 60)
            .filter(c -> FALSE_ALARMS.stream().anyMatch(c::equalsIgnoreCase))
            .isPresent();
    return resolved || falseAlarm ? Disposition.RESOLVED : Disposition.FIRING;
  }
}
