package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A finding in the AWS Security Finding Format
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html).
 *
 * @param id the product's id of it, the same in each update
 * @param body the whole
 * @param action the custom action by which a person sent it
 */
record Finding(String id, FindingBody body, Optional<String> action) {
  private static final Set<String> WORKED_OFF = Set.of("RESOLVED", "SUPPRESSED");
  private static final Set<String> HARMLESS = Set.of("FALSE_POSITIVE", "BENIGN_POSITIVE");
  private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("account", "/awsaccountid");
    ATTRIBUTES.put("account_name", "/awsaccountname");
    ATTRIBUTES.put("region", "/region");
    ATTRIBUTES.put("product", "/productname");
    ATTRIBUTES.put("product_arn", "/productarn");
    ATTRIBUTES.put("generator", "/generatorid");
    ATTRIBUTES.put("workflow_status", "/workflow/status");
    ATTRIBUTES.put("record_state", "/recordstate");
    ATTRIBUTES.put("compliance", "/compliance/status");
    ATTRIBUTES.put("control", "/compliance/securitycontrolid");
    ATTRIBUTES.put("vendor_severity", "/severity/original");
    ATTRIBUTES.put("confidence", "/confidence");
    ATTRIBUTES.put("criticality", "/criticality");
    ATTRIBUTES.put("action_type", "/action/actiontype");
    ATTRIBUTES.put("api", "/action/awsapicallaction/api");
    ATTRIBUTES.put("api_service", "/action/awsapicallaction/servicename");
    ATTRIBUTES.put("link", "/sourceurl");
    ATTRIBUTES.put("remediation", "/remediation/recommendation/url");
  }

  static Finding read(JsonBody finding, Optional<String> action) throws UnusableAlert {
    FindingBody body = FindingBody.of(finding.node());
    Optional<String> id = body.text("/id");
    boolean known =
        Stream.of("/schemaversion", "/productarn", "/generatorid", "/title")
            .anyMatch(p -> body.text(p).isPresent());
    if (id.isEmpty() || !known) {
      throw new UnusableAlert(
          finding.pointer() + "/Id",
          "no finding in the AWS Security Finding Format: expected Id and a ProductArn or Title");
    }
    return new Finding(id.get(), body, action);
  }

  Alert toAlert() {
    String rule = rule();
    Alert.Builder alert =
        Alert.builder(id, rule)
            .title("Security Hub: " + body.text(900, "/title").orElse(rule))
            .description(body.text(10_000, "/description"))
            .severity(FindingSeverity.of(body))
            .disposition(disposition())
            .occurredAt(seenAt());
    new FindingAttacks(body).addTo(alert);
    new FindingTargets(body).addTo(alert);
    ATTRIBUTES.forEach((name, place) -> body.text(place).ifPresent(v -> alert.attribute(name, v)));
    List<String> types = body.texts("/types");
    if (!types.isEmpty()) {
      alert.attribute("types", JsonBody.bounded(String.join(", ", types), 1_000));
    }
    action.ifPresent(a -> alert.attribute("custom_action", a));
    return alert.build();
  }

  /**
   * A control's or vulnerability's id; else the classifier of the type ({@code
   * namespace/category/classifier}); else product and generator.
   */
  private String rule() {
    Optional<String> known = body.text("/compliance/securitycontrolid", "/vulnerabilities/0/id");
    Optional<String> classifier =
        body.texts("/types").stream()
            .map(t -> t.split("/", 3))
            .filter(parts -> parts.length == 3 && !parts[2].isBlank())
            .map(parts -> parts[2])
            .findFirst();
    Optional<String> generator =
        body.text("/generatorid")
            .filter(g -> !g.startsWith("arn:"))
            .map(g -> body.text("/productname").map(p -> p + "/" + g).orElse(g));
    return known
        .or(() -> classifier)
        .or(() -> generator)
        .or(() -> body.texts("/types").stream().findFirst())
        .or(() -> body.text("/title"))
        .map(r -> JsonBody.bounded(r, 512))
        .orElse("Security Hub finding");
  }

  private Disposition disposition() {
    boolean sample =
        body.isTrue("/sample")
            || body.isTrue("/productfields/aws~1guardduty~1service~1additionalinfo~1sample");
    if (sample) {
      return Disposition.TEST;
    }
    boolean over =
        says(Set.of("ARCHIVED"), "/recordstate")
            || says(WORKED_OFF, "/workflow/status", "/workflowstate")
            || says(HARMLESS, "/verificationstate")
            || says(Set.of("PASSED"), "/compliance/status");
    return over ? Disposition.RESOLVED : Disposition.FIRING;
  }

  private boolean says(Set<String> words, String... places) {
    return body.text(places).filter(w -> words.contains(w.toUpperCase(Locale.ROOT))).isPresent();
  }

  private Optional<Instant> seenAt() {
    return Stream.of("/lastobservedat", "/updatedat", "/firstobservedat", "/createdat")
        .flatMap(p -> body.text(p).flatMap(JsonBody::instant).stream())
        .findFirst();
  }
}
