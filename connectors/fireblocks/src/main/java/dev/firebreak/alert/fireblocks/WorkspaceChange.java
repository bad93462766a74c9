package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change of where a workspace may send to, or of who rules it: new whitelisted addresses,
 * counterparties and accounts, and whatever else an event's name shows to be about access.
 *
 * @param event around it
 * @param severity by the kind of event
 */
record WorkspaceChange(Notification event, Severity severity) {
  private static final int MOST_FACTS = 60;

  private static final Set<String> UNDONE = Set.of("removed", "rejected_by_peer");

  static WorkspaceChange read(Notification event) throws UnusableAlert {
    return new WorkspaceChange(
        event,
        EventSeverity.of(event.eventType())
            .orElseThrow(
                () ->
                    new UnusableAlert(
                        "/eventType",
                        "is '"
                            + event.eventType()
                            + "', which says nothing about security; subscribe the webhook to"
                            + " transactions, whitelisted addresses and connections only")));
  }

  private String verb() {
    return event.eventType().substring(event.eventType().lastIndexOf('.') + 1);
  }

  Alert toAlert() throws UnusableAlert {
    Alert.Builder alert =
        Alert.builder(uid(), event.eventType())
            .title(title())
            .severity(severity)
            .disposition(
                UNDONE.contains(verb()) && EventSeverity.isKnown(event.eventType())
                    ? Disposition.RESOLVED
                    : Disposition.FIRING)
            .occurredAt(event.createdAt())
            .attribute("event_type", event.eventType())
            .attribute("workspace", event.workspace());
    targets(alert);
    attributes(alert);
    observables(alert);
    return alert.build();
  }

  private String title() throws UnusableAlert {
    String name = text("/name").map(n -> " '" + n + "'").orElse("");
    return switch (event.eventType()) {
      case "external_wallet.asset.added" -> "New whitelisted address in external wallet" + name;
      case "contract_wallet.asset.added" -> "New whitelisted contract in wallet" + name;
      case "internal_wallet.asset.added" -> "New address in internal wallet" + name;
      case "connection.added" -> "New network connection" + name;
      case "embedded_wallet.device.added" -> "New device of an embedded wallet";
      default -> "Fireblocks: " + event.eventType() + name;
    };
  }

  /** What was changed, so that adding and removing the same thing are one finding. */
  private String uid() throws UnusableAlert {
    List<String> parts = new ArrayList<>(List.of(EventSeverity.subject(event.eventType())));
    for (String place : List.of("/walletId", "/id", "/assetId", "/address")) {
      text(place).ifPresent(parts::add);
    }
    if (parts.size() == 1) {
      parts.add(event.resource().orElse(event.id()));
    }
    return JsonBody.bounded(String.join("/", parts), 512);
  }

  private void targets(Alert.Builder alert) throws UnusableAlert {
    for (String place : List.of("/createdBy", "/initiatedBy", "/userId", "/email", "/user/email")) {
      text(place).ifPresent(u -> alert.target(TargetType.IDENTITY, u));
    }
    for (String place : List.of("/apiKey", "/apiUserId", "/apiKeyId")) {
      text(place).ifPresent(k -> alert.target(TargetType.CREDENTIAL, k));
    }
    text("/address").ifPresent(a -> alert.target(TargetType.ADDRESS, a));
  }

  private void attributes(Alert.Builder alert) throws UnusableAlert {
    Map<String, String> places =
        Map.of(
            "asset", "/assetId",
            "wallet", "/walletId",
            "wallet_name", "/name",
            "activation_time", "/activationTime",
            "account_type", "/subType");
    for (Map.Entry<String, String> e : places.entrySet()) {
      text(e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
  }

  private void observables(Alert.Builder alert) throws UnusableAlert {
    int kept = 0;
    for (Map.Entry<String, JsonBody> e : event.data().members().entrySet()) {
      if (e.getValue().node().isValueNode() && kept++ < MOST_FACTS) {
        alert.observable(JsonBody.bounded(e.getKey(), 200), e.getValue().shown(2_000));
      }
    }
  }

  /** A text or number; members of another shape are not looked at. */
  private Optional<String> text(String place) throws UnusableAlert {
    String[] names = place.substring(1).split("/");
    boolean readable = names.length == 1 || event.data().node().path(names[0]).isObject();
    return readable
        ? event
            .data()
            .at(place)
            .filter(v -> v.node().isValueNode())
            .map(v -> v.shown(500))
            .filter(v -> !v.isBlank())
        : Optional.empty();
  }
}
