package dev.firebreak.alert.elastic;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One alert of a detection rule, or of another Kibana rule
 * (https://www.elastic.co/guide/en/security/current/alert-schema.html). Versions before 8.0 have
 * {@code signal.*} where later ones have {@code kibana.alert.*}.
 *
 * @param document the alert's fields
 * @param envelope what the body says beside it
 */
record DetectionAlert(Document document, Envelope envelope) {
  private static final String TEST_TAG = "firebreak-test";

  /** Closed by a person, ended by itself, or of a rule that was switched off. */
  private static final List<String> OVER = List.of("closed", "recovered", "untracked");

  /** What changes while the finding stays the same. */
  private static final Predicate<String> CHANGING =
      Pattern.compile("status|updated|execution|\\.alert\\.(end|duration)").asPredicate();

  /**
   * @param pointer where the alert is in the message
   */
  Alert toAlert(String pointer) throws UnusableAlert {
    String rule = JsonBody.bounded(rule(pointer), 512);
    Alert.Builder alert =
        Alert.builder(uid(), rule)
            .title(rule)
            .description(
                document.first("kibana.alert.reason", "signal.reason", "reason", "message"))
            .severity(isBuildingBlock() ? Severity.INFORMATIONAL : severity())
            .disposition(disposition())
            .occurredAt(occurredAt());
    new EcsTargets(document).addTo(alert);
    new AlertFacts(document).addTo(alert);
    envelope.link().ifPresent(l -> alert.attribute("results_link", l));
    if (isBuildingBlock()) {
      alert.attribute("building_block", "true");
    }
    return alert.build();
  }

  private String rule(String pointer) throws UnusableAlert {
    return document
        .first("kibana.alert.rule.name", "signal.rule.name", "rule_name")
        .or(envelope::ruleName)
        .or(() -> document.first("rule.name"))
        .orElseThrow(
            () ->
                new UnusableAlert(
                    pointer + "/kibana.alert.rule.name",
                    "is missing, and the body has no rule.name; expected an alert document of a"
                        + " Kibana rule, sent with the body given on the page of the source"
                        + " elastic"));
  }

  /** The alert's own id; without one, what it says apart from what changes over its life. */
  private String uid() {
    return document
        .first("kibana.alert.uuid", "uuid", "_id", "signal.id")
        .filter(id -> id.length() <= 512)
        .orElseGet(() -> document.fingerprint(CHANGING.negate()));
  }

  /** A piece from which another rule makes an alert; Elastic does not list it as one either. */
  private boolean isBuildingBlock() {
    return document.first("kibana.alert.building_block_type").isPresent();
  }

  private Severity severity() {
    return RuleSeverity.of(
        document
            .first("kibana.alert.severity", "kibana.alert.rule.severity", "signal.rule.severity")
            .or(() -> document.first("severity"))
            .or(envelope::severity),
        document
            .first("kibana.alert.risk_score", "signal.rule.risk_score", "risk_score")
            .or(envelope::riskScore));
  }

  private Disposition disposition() {
    if (envelope.test()
        || document.says("kibana.alert.rule.tags", TEST_TAG)
        || document.says("signal.rule.tags", TEST_TAG)) {
      return Disposition.TEST;
    }
    boolean over =
        Stream.of(
                document.first("kibana.alert.workflow_status", "signal.status"),
                document.first("kibana.alert.status"),
                document.first("action_group"),
                envelope.actionGroup())
            .flatMap(Optional::stream)
            .anyMatch(s -> OVER.contains(s.toLowerCase(Locale.ROOT)));
    return over ? Disposition.RESOLVED : Disposition.FIRING;
  }

  private Optional<Instant> occurredAt() {
    return Stream.of(
            document.first("kibana.alert.original_time", "signal.original_time"),
            document.first("@timestamp", "kibana.alert.start"),
            envelope.date())
        .flatMap(Optional::stream)
        .flatMap(t -> JsonBody.instant(t).stream())
        .findFirst();
  }
}
