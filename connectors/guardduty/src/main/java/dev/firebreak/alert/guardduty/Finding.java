package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GuardDuty finding
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html).
 *
 * @param id the same for each update of the finding
 * @param type for example {@code UnauthorizedAccess:IAMUser/MaliciousIPCaller}
 * @param title one line
 * @param description prose
 * @param severity by GuardDuty's bands
 * @param disposition a sample is a test, an archived one is resolved
 * @param seenAt when its last event happened
 * @param body the whole, for targets and attributes
 */
record Finding(
    String id,
    String type,
    Optional<String> title,
    Optional<String> description,
    Severity severity,
    Disposition disposition,
    Optional<Instant> seenAt,
    JsonBody body) {
  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("account", "/accountId"),
          Map.entry("region", "/region"),
          Map.entry("finding_arn", "/arn"),
          Map.entry("resource_type", "/resource/resourceType"),
          Map.entry("resource_role", "/service/resourceRole"),
          Map.entry("action_type", "/service/action/actionType"),
          Map.entry("api", "/service/action/awsApiCallAction/api"),
          Map.entry("api_service", "/service/action/awsApiCallAction/serviceName"),
          Map.entry("user_type", "/resource/accessKeyDetails/userType"),
          Map.entry("principal_id", "/resource/accessKeyDetails/principalId"),
          Map.entry("cluster", "/resource/eksClusterDetails/name"),
          Map.entry("feature", "/service/featureName"));

  static Finding read(JsonBody body) throws UnusableAlert {
    return new Finding(
        body.required("/id", 512),
        body.required("/type", 512),
        body.text("/title", 1_000),
        body.text("/description", 10_000),
        severity(body),
        disposition(body),
        seenAt(body),
        body);
  }

  Alert toAlert() throws UnusableAlert {
    Alert.Builder alert =
        Alert.builder(id, type)
            .title(title.orElse(type))
            .description(description)
            .severity(severity)
            .disposition(disposition)
            .occurredAt(seenAt)
            .attribute("finding_type", type);
    new Attacks(type, description.orElse("")).addTo(alert);
    new Resources(body).addTo(alert);
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      body.text(e.getValue(), 1_000).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    body.whole("/service/count").ifPresent(c -> alert.attribute("count", Long.toString(c)));
    return alert.build();
  }

  /** Bands of https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html. */
  private static Severity severity(JsonBody body) throws UnusableAlert {
    Optional<BigDecimal> number = body.number("/severity");
    if (number.isEmpty()) {
      return Severity.UNKNOWN;
    }
    BigDecimal n = number.get();
    if (n.signum() < 0 || n.compareTo(BigDecimal.TEN) > 0) {
      throw new UnusableAlert(body.pointer() + "/severity", "expected a number from 0 to 10");
    }
    if (n.compareTo(BigDecimal.valueOf(9)) >= 0) {
      return Severity.CRITICAL;
    }
    if (n.compareTo(BigDecimal.valueOf(7)) >= 0) {
      return Severity.HIGH;
    }
    if (n.compareTo(BigDecimal.valueOf(4)) >= 0) {
      return Severity.MEDIUM;
    }
    return n.compareTo(BigDecimal.ONE) >= 0 ? Severity.LOW : Severity.INFORMATIONAL;
  }

  private static Disposition disposition(JsonBody body) throws UnusableAlert {
    if (isSample(body)) {
      return Disposition.TEST;
    }
    return body.flag("/service/archived").orElse(false) ? Disposition.RESOLVED : Disposition.FIRING;
  }

  /** A flag of its own in events; a JSON text beside {@code type} in GetFindings. */
  private static boolean isSample(JsonBody body) throws UnusableAlert {
    if (body.flag("/service/additionalInfo/sample").orElse(false)) {
      return true;
    }
    Optional<JsonBody> value = body.at("/service/additionalInfo/value");
    return value.isPresent()
        && value.get().node().isTextual()
        && value.get().text(2_000).replaceAll("\\s", "").contains("\"sample\":true");
  }

  private static Optional<Instant> seenAt(JsonBody body) throws UnusableAlert {
    for (String place : List.of("/service/eventLastSeen", "/updatedAt", "/createdAt")) {
      Optional<Instant> time = body.time(place);
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }
}
