package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One risk insight with what it was reported for (documented in the vendor's API reference under
 * "Webhook Message Structure", https://docs.hypernative.xyz).
 *
 * @param id the vendor's id of the insight, 1 to 200 characters
 * @param riskTypeId the vendor's id of what was detected, for example {@code A-19251}
 * @param name one line
 * @param severity Info, Low, Medium, High or Critical
 * @param timestamp when it arose; empty where it is missing or no time
 * @param stage of an alert that goes on for a while: Start, Reminder or End; else Oneshot or
 *     Undefined
 * @param parent the insight that began what this one reminds of or ends
 * @param details prose, in which addresses are never looked for: whoever can write to a chain can
 *     choose some of it
 * @param assets what it involves, most important first
 * @param whole the whole message
 */
record RiskInsight(
    String id,
    Optional<String> riskTypeId,
    String name,
    Optional<String> severity,
    Optional<Instant> timestamp,
    String stage,
    Optional<String> parent,
    Optional<String> details,
    Assets assets,
    JsonBody whole) {
  private static final String TEST = "T-9999";
  private static final int MOST_CONTEXT = 40;

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "risk_insight", "/riskInsight/id",
          "risk_type", "/riskInsight/riskTypeId",
          "risk_type_description", "/riskInsight/riskTypeDescription",
          "chain", "/riskInsight/chain",
          "category", "/riskInsight/category",
          "status", "/riskInsight/status",
          "stage", "/riskInsight/stage",
          "txn_hash", "/riskInsight/txnHash",
          "threat_review", "/riskInsight/threatIntelReview");

  static RiskInsight read(JsonBody data) throws UnusableAlert {
    if (data.at("/riskInsight").isEmpty()) {
      throw new UnusableAlert("/riskInsight", "is missing; expected a risk insight");
    }
    String id = data.required("/riskInsight/id", 200);
    Optional<String> riskTypeId = data.text("/riskInsight/riskTypeId", 200);
    Optional<String> description = data.text("/riskInsight/riskTypeDescription", 1_000);
    return new RiskInsight(
        id,
        riskTypeId,
        data.text("/riskInsight/name", 1_000).or(() -> description).or(() -> riskTypeId).orElse(id),
        data.text("/riskInsight/severity", 40),
        data.time("/riskInsight/timestamp"),
        data.text("/riskInsight/stage", 40).orElse("").toLowerCase(Locale.ROOT),
        data.text("/riskInsight/parentRiId", 200),
        data.text("/riskInsight/details", 10_000),
        Assets.read(data),
        data);
  }

  /** What the button "Test Channel" sends. */
  boolean isTest() {
    return riskTypeId.filter(TEST::equals).isPresent();
  }

  Alert toAlert() throws UnusableAlert {
    Alert.Builder alert =
        Alert.builder(uid(), JsonBody.bounded(riskTypeId.orElse(name), 512))
            .title(name)
            .description(details)
            .severity(severityOfWord())
            .disposition(disposition())
            .occurredAt(timestamp);
    assets.addTo(alert);
    attributes(alert);
    context(alert);
    return alert.build();
  }

  /** A reminder or an end belongs to the finding that began it. */
  private String uid() {
    boolean later = stage.equals("reminder") || stage.equals("end");
    return later ? parent.orElse(id) : id;
  }

  private Disposition disposition() throws UnusableAlert {
    if (isTest()) {
      return Disposition.TEST;
    }
    boolean dismissed =
        whole
            .text("/riskInsight/threatIntelReview", 40)
            .filter(r -> r.equalsIgnoreCase("Dismissed"))
            .isPresent();
    return stage.equals("end") || dismissed ? Disposition.RESOLVED : Disposition.FIRING;
  }

  private Severity severityOfWord() {
    return switch (severity.orElse("").strip().toLowerCase(Locale.ROOT)) {
      case "critical" -> Severity.CRITICAL;
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low" -> Severity.LOW;
      case "info", "informational" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  private void attributes(Alert.Builder alert) throws UnusableAlert {
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      whole.text(e.getValue(), 1_000).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    names(alert, "watchlists", "/watchlists");
    names(alert, "custom_agents", "/customAgents");
    names(alert, "security_suits", "/securitySuits");
    if (!stage.equals("start")) {
      parent.ifPresent(p -> alert.attribute("parent_risk_insight", p));
    }
  }

  /** Names of what reported it; their shape is the customer's configuration and of no weight. */
  private void names(Alert.Builder alert, String attribute, String place) throws UnusableAlert {
    List<String> names = new ArrayList<>();
    for (JsonBody one : whole.items(place)) {
      String name = one.node().path("name").asText("");
      if (!name.isBlank() && names.size() < 20) {
        names.add(name);
      }
    }
    if (!names.isEmpty()) {
      alert.attribute(attribute, JsonBody.bounded(String.join(", ", names), 1_000));
    }
  }

  /** Facts in pairs of title and value; the vendor may change them at any time. */
  private void context(Alert.Builder alert) throws UnusableAlert {
    int kept = 0;
    for (JsonBody pair : whole.items("/riskInsight/context")) {
      if (kept < MOST_CONTEXT && pair.node().path("value").isValueNode()) {
        String title = JsonBody.bounded(pair.node().path("title").asText("context"), 200);
        alert.observable(title, pair.node().path("value").asText());
        kept++;
      }
    }
  }
}
