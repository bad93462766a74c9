package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what came. Sentinel's incident trigger wraps an incident in {@code object}, its run
 * history wraps that in {@code body}; Graph lists wrap alerts in {@code value}.
 */
final class Delivery {
  private static final int MOST_WRAPPERS = 4;
  private static final int MOST_ALERTS = 500;

  private Delivery() {}

  static List<Alert> alerts(Part sent) throws UnusableAlert {
    Part part = unwrapped(sent);
    List<Alert> alerts = new ArrayList<>();
    if (part.has("value")) {
      for (Part item : part.items("value")) {
        addTo(alerts, unwrapped(item));
      }
    } else {
      addTo(alerts, part);
    }
    if (alerts.isEmpty()) {
      throw new UnusableAlert(
          part.body().pointer() + "/value", "is empty; expected at least one alert or incident");
    }
    return alerts;
  }

  /** What is inside {@code body} and {@code triggerBody}, which say nothing themselves. */
  private static Part unwrapped(Part sent) throws UnusableAlert {
    Part part = sent;
    for (int i = 0; i < MOST_WRAPPERS; i++) {
      Optional<Part> inner = part.at("body").filter(p -> p.body().node().isObject());
      if (inner.isEmpty() || part.has("id") || part.has("object")) {
        return part;
      }
      part = inner.get();
    }
    return part;
  }

  private static void addTo(List<Alert> alerts, Part part) throws UnusableAlert {
    if (alerts.size() >= MOST_ALERTS) {
      throw new UnusableAlert(
          part.body().pointer(), "is one alert too many; send at most " + MOST_ALERTS + " at once");
    }
    if (part.has("changeType") && part.has("subscriptionId")) {
      throw new UnusableAlert(
          part.body().pointer(),
          "is a Graph change notification, which holds an id but no alert; let the Logic App get"
              + " the alert by its id and send that");
    }
    if (part.has("object/properties") || part.has("properties/title")) {
      alerts.add(Incident.read(part).toAlert());
    } else if (part.has("SystemAlertId")) {
      alerts.add(SentinelAlert.read(part).toAlert());
    } else if (part.has("properties/systemAlertId")) {
      alerts.add(SentinelAlert.read(part.at("properties").orElse(part)).toAlert());
    } else if (part.has("vendorInformation")) {
      alerts.add(LegacyGraphAlert.read(part).toAlert());
    } else if (part.has("alerts") && part.has("displayName")) {
      for (Part alert : part.items("alerts")) {
        alerts.add(GraphAlert.read(alert).toAlert());
      }
    } else if (part.has("id") && part.has("title")) {
      alerts.add(GraphAlert.read(part).toAlert());
    } else {
      throw new UnusableAlert(
          part.body().pointer(),
          "is no Sentinel incident (object.properties), Sentinel alert (SystemAlertId) or Graph"
              + " security alert (id and title); let the HTTP action send triggerBody() unchanged");
    }
  }
}
