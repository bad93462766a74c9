package dev.firebreak.alert.forta;

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
 * The forms alerts come in: {@code {"alerts": [...]}}, the same with the metrics of bots beside it,
 * one alert by itself, or a list
 * (https://github.com/forta-network/forta-core-go/tree/master/clients/webhook/client/models).
 */
final class Delivery {
  private Delivery() {}

  static List<Alert> alerts(byte[] body, KnownAddresses known) throws UnusableAlert {
    List<Alert> alerts = new ArrayList<>();
    for (JsonBody alert : items(body)) {
      alerts.add(BotAlert.read(alert).toAlert(known));
    }
    if (alerts.isEmpty()) {
      throw new UnusableAlert("/alerts", "is empty; expected at least one alert");
    }
    return alerts;
  }

  private static List<JsonBody> items(byte[] body) throws UnusableAlert {
    try {
      JsonNode root = Json.parse(body);
      if (root.isArray()) {
        return new JsonBody(root, "").items();
      }
    } catch (JsonProcessingException e) {
      // The next line says it in the words of the contract.
    }
    JsonBody sent = JsonBody.parse(body);
    Optional<JsonBody> alerts = sent.at("/alerts");
    if (alerts.filter(a -> a.node().isObject()).isPresent()) {
      alerts = alerts.get().at("/alerts");
    }
    if (alerts.isEmpty() && sent.at("/metrics").isPresent()) {
      throw new UnusableAlert("/metrics", "metrics of bots without alerts; nothing to do");
    }
    return alerts.isPresent() ? alerts.get().items() : List.of(sent);
  }
}
