package dev.firebreak.alert.guardduty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms findings come in: an EventBridge event around one
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html), a finding
 * by itself, or an answer of GetFindings with several.
 */
final class Delivery {
  private static final Pattern PASCAL = Pattern.compile("[A-Z][A-Za-z0-9]*");

  private Delivery() {}

  static List<Alert> alerts(JsonBody sent) throws UnusableAlert {
    JsonBody body = new JsonBody(camelCase(sent.node()), sent.pointer());
    List<Alert> alerts = new ArrayList<>();
    if (body.at("/detail-type").isPresent()) {
      alerts.add(Finding.read(detail(body)).toAlert());
    } else if (body.at("/findings").isPresent()) {
      for (JsonBody finding : body.items("/findings")) {
        alerts.add(Finding.read(finding).toAlert());
      }
    } else {
      alerts.add(Finding.read(body).toAlert());
    }
    if (alerts.isEmpty()) {
      throw new UnusableAlert("/findings", "is empty; expected at least one finding");
    }
    return alerts;
  }

  private static JsonBody detail(JsonBody event) throws UnusableAlert {
    if (!event.required("/detail-type", 200).equals("GuardDuty Finding")) {
      throw new UnusableAlert(
          "/detail-type",
          "expected \"GuardDuty Finding\"; let the EventBridge rule match source aws.guardduty and"
              + " this detail-type only");
    }
    Optional<JsonBody> detail = event.at("/detail");
    return detail.orElseThrow(
        () -> new UnusableAlert("/detail", "is missing; expected the finding as an object"));
  }

  /**
   * The same with each PascalCase key in camelCase, as GetFindings and some command line dumps have
   * them ({@code AccountId}); a key that is there in both forms keeps the one in camelCase.
   */
  static JsonNode camelCase(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(i -> items.add(camelCase(i)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(
            e -> {
              String key = e.getKey();
              String camel =
                  PASCAL.matcher(key).matches()
                      ? Character.toLowerCase(key.charAt(0)) + key.substring(1)
                      : key;
              boolean taken = !camel.equals(key) && node.has(camel);
              members.set(taken ? key : camel, camelCase(e.getValue()));
            });
    return members;
  }
}
