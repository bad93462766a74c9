package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.Optional;
import java.util.Set;

/**
 * Keys that outlive a session: deploy keys, personal access tokens, apps
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#deploy_key, {@code
 * #personal_access_token_request}, {@code #installation}).
 */
final class Keys {
  private static final Set<String> MORE =
      Set.of("created", "new_permissions_accepted", "unsuspend", "added");

  private Keys() {}

  static Optional<Alert> deployKey(Event event) throws UnusableAlert {
    String id = event.shown("/key/id").orElse("?");
    boolean reads = event.isTrue("/key/read_only");
    boolean deleted = event.action().equals("deleted");
    Alert.Builder alert =
        event
            .finding(
                "deploy_key:" + event.where() + ":" + id,
                "deploy_key",
                "deploy key " + event.action() + (reads ? " that reads" : " that writes"),
                reads ? Severity.LOW : Severity.MEDIUM)
            .disposition(deleted ? Disposition.RESOLVED : Disposition.FIRING)
            .occurredAt(event.time("/key/created_at"))
            .attack("TA0003")
            .attack("T1098.004")
            .target(TargetType.CREDENTIAL, "github:" + event.where() + "/keys/" + id)
            .attribute("read_only", Boolean.toString(reads));
    Findings.attributes(event, alert, "/key/title");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }

  static Optional<Alert> accessToken(Event event) throws UnusableAlert {
    String place = "/personal_access_token_request";
    String id = event.shown(place + "/id").orElse("?");
    boolean approved = event.action().equals("approved");
    boolean over = event.action().equals("denied") || event.action().equals("cancelled");
    Optional<String> token = event.shown(place + "/token_id");
    Alert.Builder alert =
        event
            .finding(
                "personal_access_token_request:" + event.where() + ":" + id,
                "personal_access_token_request",
                "personal access token request " + event.action(),
                approved ? Severity.MEDIUM : Severity.LOW)
            .disposition(over ? Disposition.RESOLVED : Disposition.FIRING)
            .occurredAt(event.time(place + "/created_at"))
            .attack("TA0003")
            .attack("T1098.001");
    token.ifPresent(t -> alert.target(TargetType.CREDENTIAL, "github:personal-access-token/" + t));
    Findings.attributes(event, alert, place + "/token_name", place + "/repository_selection");
    Findings.attributes(event, alert, place + "/token_expires_at", place + "/reason");
    event.person(alert, place + "/owner").person(alert, "/sender");
    return Optional.of(alert.build());
  }

  static Optional<Alert> app(Event event) throws UnusableAlert {
    String id = event.shown("/installation/id").orElse("?");
    boolean more = MORE.contains(event.action());
    boolean gone = event.action().equals("deleted") || event.action().equals("suspend");
    if (!more && !gone) {
      return Optional.empty();
    }
    String app = event.text("/installation/app_slug").orElse("number " + id);
    boolean scope = event.name().equals("installation_repositories");
    Alert.Builder alert =
        event
            .alert(
                id,
                "app " + app + " " + event.action().replace('_', ' '),
                more && !scope ? Severity.MEDIUM : Severity.LOW)
            .attack(gone ? "TA0005" : "TA0003")
            .attack(gone ? "T1562.001" : "T1098.001")
            .target(TargetType.CREDENTIAL, "github:installation/" + id)
            .attribute("app", app);
    Findings.attributes(event, alert, "/installation/account/login");
    Findings.attributes(event, alert, "/installation/repository_selection");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }
}
