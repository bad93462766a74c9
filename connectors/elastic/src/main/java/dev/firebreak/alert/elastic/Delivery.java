package dev.firebreak.alert.elastic;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the alerts in a body: in our own body under {@code alerts} or {@code alert}; in others'
 * under {@code context.alerts} or {@code alerts.*.data}, in a list, or as one bare alert document.
 */
final class Delivery {
  static final String SCHEMA = "firebreak.elastic.v1";

  /** Where Kibana has the alerts of one run of a rule. */
  private static final List<String> LISTS =
      List.of("/alerts", "/context/alerts", "/alerts/all/data");

  private static final List<String> CHANGES =
      List.of("/alerts/new/data", "/alerts/ongoing/data", "/alerts/recovered/data");

  private Delivery() {}

  static Parsed parse(JsonBody body) throws UnusableAlert {
    Envelope envelope =
        body.node().isArray() ? Envelope.NONE : Envelope.read(withKnownSchema(body));
    List<Alert> alerts = new ArrayList<>();
    for (JsonBody document : documents(body)) {
      alerts.add(new DetectionAlert(Document.read(document), envelope).toAlert(document.pointer()));
    }
    if (alerts.isEmpty() && envelope.test()) {
      return new Parsed.Handshake("Kibana's connector was tried out; it carried no alert");
    }
    if (alerts.isEmpty()) {
      throw new UnusableAlert(
          body.pointer() + "/alerts", "is empty; expected at least one alert document");
    }
    return new Parsed.Alerts(alerts);
  }

  private static JsonBody withKnownSchema(JsonBody body) throws UnusableAlert {
    Optional<String> schema = body.text("/schema", 100);
    if (schema.isPresent() && !schema.get().equals(SCHEMA)) {
      throw new UnusableAlert(
          "/schema", "expected \"" + SCHEMA + "\"; copy the body anew from this version's page");
    }
    return body;
  }

  private static List<JsonBody> documents(JsonBody body) throws UnusableAlert {
    if (body.node().isArray()) {
      return body.items();
    }
    Optional<List<JsonBody>> listed = listed(body);
    if (listed.isPresent()) {
      return listed.get();
    }
    Optional<JsonBody> alerts = body.at("/alerts");
    if (alerts.isPresent()) {
      throw new UnusableAlert(
          "/alerts",
          "is no list; write {{{context.alerts.asJSON}}} there, without quotes around it");
    }
    Optional<JsonBody> single = body.at("/alert");
    if (single.isPresent()) {
      return List.of(single.get());
    }
    if (body.at("/schema").isEmpty()) {
      return List.of(body);
    }
    if (body.flag("/test").orElse(false)) {
      return List.of();
    }
    throw new UnusableAlert("/alerts", "is missing; expected a list of alert documents");
  }

  /** The first list that is not empty, or Kibana's new, ongoing and recovered ones together. */
  private static Optional<List<JsonBody>> listed(JsonBody body) throws UnusableAlert {
    List<JsonBody> found = new ArrayList<>();
    boolean any = false;
    for (String place : LISTS) {
      Optional<JsonBody> list = list(body, place);
      any |= list.isPresent();
      if (list.isPresent() && found.isEmpty()) {
        found.addAll(list.get().items());
      }
    }
    for (String place : found.isEmpty() ? CHANGES : List.<String>of()) {
      Optional<JsonBody> list = list(body, place);
      any |= list.isPresent();
      if (list.isPresent()) {
        found.addAll(list.get().items());
      }
    }
    return any ? Optional.of(found) : Optional.empty();
  }

  /** The list at a place; empty also where something on the way is no object. */
  private static Optional<JsonBody> list(JsonBody body, String place) throws UnusableAlert {
    JsonBody here = body;
    for (String name : place.substring(1).split("/")) {
      Optional<JsonBody> next =
          here.node().isObject() ? here.at("/" + name) : Optional.<JsonBody>empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      here = next.get();
    }
    return Optional.of(here).filter(b -> b.node().isArray());
  }
}
