package dev.firebreak.alert.okta;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.util.Locale;
import java.util.Set;

/**
 * Whom and what an event names. Accounts go by their login, as Okta's API takes it; where there is
 * none, by their id.
 *
 * @param event the whole
 */
record OktaTargets(EventBody event) {
  /** The account by which Okta itself acts. */
  private static final String OKTA = "system@okta.com";

  private static final Set<String> KEYS = Set.of("token", "api_token", "client_secret", "jwk");

  void addTo(Alert.Builder alert) {
    account(alert, "/actor", event);
    for (EventBody target : event.items("/target")) {
      account(alert, "", target);
      String type = target.text("/type").orElse("").toLowerCase(Locale.ROOT);
      if (KEYS.contains(type)) {
        target.text("/id").ifPresent(id -> alert.target(TargetType.CREDENTIAL, id));
      }
      if (type.startsWith("appinstance")) {
        target.text("/displayname").ifPresent(app -> alert.attribute("app", app));
      }
      target.text("/displayname").ifPresent(n -> alert.observable("target." + type, n));
    }
    event.text("/client/ipaddress").ifPresent(ip -> address(alert, ip));
    event.text("/debugcontext/debugdata/newipaddress").ifPresent(ip -> address(alert, ip));
    for (EventBody hop : event.items("/request/ipchain")) {
      hop.text("/ip").ifPresent(ip -> alert.observable("ip", ip));
    }
  }

  private static void account(Alert.Builder alert, String place, EventBody who) {
    if (who.text(place + "/type").filter("User"::equalsIgnoreCase).isPresent()) {
      who.text(place + "/alternateid")
          .or(() -> who.text(place + "/id"))
          .filter(login -> !login.equalsIgnoreCase(OKTA))
          .ifPresent(login -> alert.target(TargetType.IDENTITY, login));
    }
  }

  /** Only a public address is a target: blocking a private one would cut off a neighbour. */
  private static void address(Alert.Builder alert, String ip) {
    IpAddress.parsePublic(ip)
        .ifPresentOrElse(
            open -> alert.target(TargetType.IP, open), () -> alert.observable("ip", ip));
  }
}
