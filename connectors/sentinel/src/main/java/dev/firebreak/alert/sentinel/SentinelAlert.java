package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One alert as the Logic Apps trigger "Microsoft Sentinel alert" and the table SecurityAlert have
 * it (https://learn.microsoft.com/en-us/azure/sentinel/security-alert-schema): PascalCase, entities
 * and extended properties often as text that holds JSON.
 *
 * @param id the product's id of the alert
 * @param name what people read, by default the analytics rule's name
 * @param body the whole
 */
record SentinelAlert(String id, String name, Part body) {
  private static final List<String> OVER = List.of("resolved", "dismissed", "closed");

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "provider", "ProviderName",
          "product", "ProductName",
          "alert_type", "AlertType",
          "alert_status", "Status",
          "alert_url", "AlertLink",
          "workspace_id", "WorkspaceId",
          "compromised_entity", "CompromisedEntity");

  static SentinelAlert read(Part body) throws UnusableAlert {
    Optional<String> name = Optional.empty();
    for (String place : List.of("AlertDisplayName", "DisplayName", "AlertName")) {
      name = name.isPresent() ? name : body.text(place, 1_000);
    }
    String id = body.required("SystemAlertId", 512);
    return new SentinelAlert(
        id, name.isPresent() ? name.get() : body.required("AlertDisplayName", 1_000), body);
  }

  Alert toAlert() throws UnusableAlert {
    Optional<String> description = body.text("Description", 10_000);
    Alert.Builder alert =
        Alert.builder(id, JsonBody.bounded(name, 512))
            .title(name)
            .description(description)
            .severity(Words.severity(severity()))
            .disposition(disposition(description))
            .occurredAt(
                body.firstTime(
                    "EndTimeUtc", "EndTime", "StartTimeUtc", "StartTime", "TimeGenerated"));
    CustomDetails details = new CustomDetails(alert);
    details.addFrom(body.at("ExtendedProperties"));
    details.addFrom(body.at("additionalData"));
    Entities.addTo(alert, entities());
    for (String place : List.of("Tactics", "Techniques", "Intent")) {
      words(place).forEach(w -> Words.addAttack(alert, w));
    }
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      body.shown(e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    return alert.build();
  }

  private Optional<String> severity() throws UnusableAlert {
    Optional<String> severity = body.text("Severity", 40);
    return severity.isPresent() ? severity : body.text("AlertSeverity", 40);
  }

  private Disposition disposition(Optional<String> description) throws UnusableAlert {
    if (Words.isSample(name, description)) {
      return Disposition.TEST;
    }
    boolean over =
        body.text("Status", 40).filter(s -> OVER.contains(s.toLowerCase(Locale.ROOT))).isPresent();
    return over ? Disposition.RESOLVED : Disposition.FIRING;
  }

  private List<Part> entities() throws UnusableAlert {
    Optional<Part> list = body.at("Entities").flatMap(Part::unquoted);
    return list.isPresent() && list.get().body().node().isArray()
        ? list.get().body().items().stream().map(Part::new).toList()
        : List.of();
  }

  /** A list, a list as text, or words separated by commas. */
  private List<String> words(String place) throws UnusableAlert {
    Optional<Part> there = body.at(place);
    Optional<Part> list = there.flatMap(Part::unquoted).filter(p -> p.body().node().isArray());
    if (list.isPresent()) {
      return list.get().body().items().stream()
          .filter(i -> i.node().isTextual())
          .map(i -> i.node().textValue())
          .toList();
    }
    return body.shown(place).stream()
        .flatMap(t -> Stream.of(t.split(",")))
        .map(String::strip)
        .toList();
  }
}
