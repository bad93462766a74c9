package dev.firebreak.alert.crowdstrike;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The forms events come in: one of the event stream, {@code {metadata, event}}
 * (https://github.com/CrowdStrike/gofalcon/blob/main/falcon/api_streaming.go); a webhook's {@code
 * {meta, data}}, or its data alone, flat; and a list of any of these, as forwarders make it.
 *
 * @param logins who is whose login
 * @param ignoredActors whose audited changes mean nothing
 */
record Delivery(Logins logins, List<String> ignoredActors) {
  List<Alert> alerts(byte[] body) throws UnusableAlert {
    List<JsonBody> events = events(body);
    List<Alert> alerts = new ArrayList<>();
    for (JsonBody event : events) {
      alert(event).ifPresent(alerts::add);
    }
    if (alerts.isEmpty()) {
      throw refusal(events);
    }
    return alerts;
  }

  private static List<JsonBody> events(byte[] body) throws UnusableAlert {
    try {
      JsonNode root = Json.parse(body);
      if (root.isArray()) {
        return new JsonBody(root, "").items();
      }
    } catch (JsonProcessingException e) {
      // The next line says it in the words of the contract.
    }
    return List.of(JsonBody.parse(body));
  }

  /** Empty where the event is nothing to alert about. */
  private Optional<Alert> alert(JsonBody event) throws UnusableAlert {
    if (!event.node().isObject()) {
      throw event.wrong("an event");
    }
    Optional<String> type = type(event);
    JsonBody content = content(event);
    if (type.filter(AuditEvent::covers).isPresent()) {
      AuditEvent audited = new AuditEvent(type.get(), event, content);
      return audited.isBy(ignoredActors) ? Optional.empty() : audited.alert();
    }
    Detection detection =
        new Detection(type.orElse(""), Fields.of(content), Fields.of(event), logins);
    return detection.isOne() ? Optional.of(detection.alert()) : Optional.empty();
  }

  private static Optional<String> type(JsonBody event) throws UnusableAlert {
    for (String place : List.of("/metadata/eventType", "/metadata/event_type", "/eventType")) {
      boolean open = !place.startsWith("/metadata") || event.node().path("metadata").isObject();
      Optional<String> type = open ? event.text(place, 200) : Optional.empty();
      if (type.isPresent()) {
        return type;
      }
    }
    return Optional.empty();
  }

  private static JsonBody content(JsonBody event) throws UnusableAlert {
    for (String place : List.of("/event", "/data")) {
      Optional<JsonBody> found = event.at(place);
      if (found.filter(f -> f.node().isObject()).isPresent()) {
        return found.get();
      }
    }
    return event;
  }

  private static UnusableAlert refusal(List<JsonBody> events) throws UnusableAlert {
    if (events.isEmpty()) {
      return new UnusableAlert("", "is an empty list; expected at least one event");
    }
    Optional<String> type = type(events.get(0));
    if (type.isPresent()) {
      return new UnusableAlert(
          events.get(0).pointer() + "/metadata/eventType",
          "'"
              + JsonBody.bounded(type.get(), 100)
              + "' is not a detection, or an audit event without security meaning; forward"
              + " detection, incident and audit events only");
    }
    return new UnusableAlert(
        events.get(0).pointer(),
        "has neither metadata.eventType nor the id of a detection; let the workflow send"
            + " composite_id with the other fields of the README's template");
  }
}
