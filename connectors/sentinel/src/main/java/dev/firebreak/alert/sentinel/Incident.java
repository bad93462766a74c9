package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Sentinel incident as the Logic Apps trigger "Microsoft Sentinel incident" has it
 * (https://learn.microsoft.com/en-us/azure/sentinel/automation/playbook-triggers-actions), or as
 * the REST API has it (https://learn.microsoft.com/en-us/rest/api/securityinsights/incidents).
 *
 * @param id the incident's GUID, the same in each of its updates
 * @param title its title, by default the analytics rule's name
 * @param trigger the whole of what the trigger has
 * @param properties the incident's properties
 */
record Incident(String id, String title, Part trigger, Part properties) {
  private static final String TEST_LABEL = "firebreak-test";

  private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("incident_number", "incidentNumber");
    ATTRIBUTES.put("incident_url", "incidentUrl");
    ATTRIBUTES.put("incident_status", "status");
    ATTRIBUTES.put("classification", "classification");
    ATTRIBUTES.put("provider", "providerName");
    ATTRIBUTES.put("provider_incident_id", "providerIncidentId");
    ATTRIBUTES.put("alerts", "additionalData/alertsCount");
    ATTRIBUTES.put("owner", "owner/userPrincipalName");
  }

  static Incident read(Part part) throws UnusableAlert {
    Part incident = part.at("object").orElse(part);
    Optional<Part> properties = incident.at("properties");
    if (properties.isEmpty()) {
      throw new UnusableAlert(
          incident.body().pointer() + "/properties", "is missing; expected the incident's");
    }
    Optional<String> name = incident.text("name", 512);
    return new Incident(
        name.isPresent() ? name.get() : lastPart(incident.required("id", 2_000)),
        properties.get().required("title", 1_000),
        part,
        properties.get());
  }

  /** Of {@code /subscriptions/.../Incidents/GUID}. */
  private static String lastPart(String resourceId) {
    String last = resourceId.substring(resourceId.lastIndexOf('/') + 1);
    return JsonBody.bounded(last.isBlank() ? resourceId : last, 512);
  }

  Alert toAlert() throws UnusableAlert {
    Optional<String> description = properties.text("description", 10_000);
    Alert.Builder alert =
        Alert.builder(id, JsonBody.bounded(title, 512))
            .title(title)
            .description(description)
            .severity(Words.severity(properties.text("severity", 40)))
            .disposition(disposition(description))
            .occurredAt(
                properties.firstTime(
                    "lastActivityTimeUtc", "firstActivityTimeUtc", "createdTimeUtc"));
    CustomDetails details = new CustomDetails(alert);
    for (Part inner : alerts()) {
      details.addFrom(inner.at("properties/additionalData"));
    }
    Entities.addTo(alert, properties.items("relatedEntities"));
    attacks(alert);
    attributes(alert);
    return alert.build();
  }

  private Disposition disposition(Optional<String> description) throws UnusableAlert {
    boolean labelled = false;
    for (Part label : properties.items("labels")) {
      labelled |= label.shown("labelName").filter(TEST_LABEL::equalsIgnoreCase).isPresent();
    }
    if (labelled || Words.isSample(title, description)) {
      return Disposition.TEST;
    }
    return properties.text("status", 40).filter("closed"::equalsIgnoreCase).isPresent()
        ? Disposition.RESOLVED
        : Disposition.FIRING;
  }

  /** On an update those that are new may stand outside of the incident. */
  private List<Part> alerts() throws UnusableAlert {
    List<Part> all = new ArrayList<>(properties.items("alerts"));
    all.addAll(trigger.items("incidentUpdates/alerts"));
    return all;
  }

  private void attacks(Alert.Builder alert) throws UnusableAlert {
    List<String> words = new ArrayList<>(properties.words("additionalData/tactics"));
    words.addAll(properties.words("additionalData/techniques"));
    for (Part inner : alerts()) {
      words.addAll(inner.words("properties/tactics"));
      words.addAll(inner.words("properties/techniques"));
    }
    words.forEach(w -> Words.addAttack(alert, w));
  }

  private void attributes(Alert.Builder alert) throws UnusableAlert {
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      properties.shown(e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    trigger.shown("objectEventType").ifPresent(v -> alert.attribute("event", v));
    trigger.shown("workspaceInfo/WorkspaceName").ifPresent(v -> alert.attribute("workspace", v));
    trigger
        .shown("workspaceInfo/SubscriptionId")
        .ifPresent(v -> alert.attribute("subscription", v));
    joined(alert, "products", properties.words("additionalData/alertProductNames"));
    joined(alert, "analytics_rules", properties.words("relatedAnalyticRuleIds"));
    List<String> labels = new ArrayList<>();
    for (Part label : properties.items("labels")) {
      label.shown("labelName").ifPresent(labels::add);
    }
    joined(alert, "labels", labels);
  }

  private static void joined(Alert.Builder alert, String name, List<String> values) {
    if (!values.isEmpty()) {
      alert.attribute(name, JsonBody.bounded(String.join(", ", values), 2_000));
    }
  }
}
