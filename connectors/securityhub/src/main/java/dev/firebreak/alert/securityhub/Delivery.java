package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertJson;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The forms findings come in: an EventBridge event around some
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html), an
 * answer of GetFindings, or one by itself. The newer Security Hub sends OCSF in the same envelope
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html).
 */
final class Delivery {
  private Delivery() {}

  static List<Alert> alerts(byte[] body) throws UnusableAlert {
    JsonBody sent = JsonBody.parse(body);
    if (sent.at("/TopicArn").isPresent() && sent.at("/Message").isPresent()) {
      throw new UnusableAlert(
          "/TopicArn",
          "came by SNS, whose signature this source does not check; let an EventBridge API"
              + " destination send it");
    }
    Optional<JsonBody> detail = sent.at("/detail");
    Optional<JsonBody> findings = findings(detail.orElse(sent));
    if (detail.isPresent() && findings.isEmpty()) {
      throw new UnusableAlert(
          "/detail-type",
          "is an event without detail.findings; let the EventBridge rule match source"
              + " aws.securityhub and the detail-types of findings only");
    }
    Optional<String> action =
        detail.isPresent() ? detail.get().text("/actionName", 200) : Optional.empty();
    return alerts(findings.isPresent() ? findings.get().items() : List.of(sent), action);
  }

  private static Optional<JsonBody> findings(JsonBody at) throws UnusableAlert {
    Optional<JsonBody> camel = at.at("/findings");
    return camel.isPresent() ? camel : at.at("/Findings");
  }

  private static List<Alert> alerts(List<JsonBody> findings, Optional<String> action)
      throws UnusableAlert {
    if (findings.isEmpty()) {
      throw new UnusableAlert("", "has no findings; expected at least one");
    }
    List<Alert> alerts = new ArrayList<>();
    for (JsonBody finding : findings) {
      if (!finding.node().isObject()) {
        throw finding.wrong("a finding");
      }
      boolean ocsf = finding.at("/class_uid").isPresent();
      alerts.add(ocsf ? AlertJson.read(finding) : Finding.read(finding, action).toAlert());
    }
    return alerts;
  }
}
