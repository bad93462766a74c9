package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A security alert of Microsoft Graph's first generation
 * (https://learn.microsoft.com/en-us/graph/api/resources/alert), which other products still write.
 *
 * @param id the same in each update
 * @param title what fired
 * @param body the whole
 */
record LegacyGraphAlert(String id, String title, Part body) {
  private static final List<String> OVER = List.of("resolved", "dismissed");

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "tenant", "azureTenantId",
          "subscription", "azureSubscriptionId",
          "category", "category",
          "alert_status", "status",
          "provider", "vendorInformation/provider",
          "vendor", "vendorInformation/vendor");

  static LegacyGraphAlert read(Part body) throws UnusableAlert {
    Optional<String> title = body.text("title", 1_000);
    return new LegacyGraphAlert(
        body.required("id", 512),
        title.isPresent() ? title.get() : body.required("category", 1_000),
        body);
  }

  Alert toAlert() throws UnusableAlert {
    Optional<String> description = body.text("description", 10_000);
    Alert.Builder alert =
        Alert.builder(id, JsonBody.bounded(title, 512))
            .title(title)
            .description(description)
            .severity(Words.severity(body.text("severity", 40)))
            .disposition(disposition(description))
            .occurredAt(body.firstTime("eventDateTime", "createdDateTime"));
    for (Part user : body.items("userStates")) {
      account(user).addTo(alert);
      user.shown("logonIp").ifPresent(a -> Entities.address(alert, a));
    }
    for (Part host : body.items("hostStates")) {
      host.firstShown("fqdn", "netBiosName").ifPresent(h -> alert.target(TargetType.HOST, h));
    }
    for (Part connection : body.items("networkConnections")) {
      for (String side : List.of("sourceAddress", "destinationAddress")) {
        connection.shown(side).ifPresent(a -> Entities.address(alert, a));
      }
    }
    body.shown("category").ifPresent(w -> Words.addAttack(alert, w));
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      body.shown(e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    return alert.build();
  }

  private static Account account(Part user) throws UnusableAlert {
    return new Account(
        user.shown("userPrincipalName"),
        user.shown("accountName"),
        user.shown("domainName"),
        user.shown("aadUserId"));
  }

  private Disposition disposition(Optional<String> description) throws UnusableAlert {
    if (Words.isSample(title, description)) {
      return Disposition.TEST;
    }
    boolean over =
        body.text("status", 40).filter(s -> OVER.contains(s.toLowerCase(Locale.ROOT))).isPresent();
    return over ? Disposition.RESOLVED : Disposition.FIRING;
  }
}
