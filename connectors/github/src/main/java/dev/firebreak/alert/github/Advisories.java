package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.UnusableAlert;
import java.util.Optional;
import java.util.Set;

/**
 * Security advisories: those of GitHub's database, and those of a repository of one's own
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#security_advisory).
 */
final class Advisories {
  private static final Set<String> NEWS = Set.of("published", "updated", "performed", "reported");

  private Advisories() {}

  static Optional<Alert> global(Event event) throws UnusableAlert {
    return read(event, "/security_advisory");
  }

  static Optional<Alert> own(Event event) throws UnusableAlert {
    return read(event, "/repository_advisory");
  }

  private static Optional<Alert> read(Event event, String place) throws UnusableAlert {
    boolean withdrawn = event.action().equals("withdrawn");
    if (!withdrawn && !NEWS.contains(event.action())) {
      return Optional.empty();
    }
    String id = event.body().required(place + "/ghsa_id", 100);
    String summary = event.body().text(place + "/summary", 900).orElse("advisory " + id);
    Alert.Builder alert =
        event
            .finding(
                event.name() + ":" + id,
                event.name(),
                summary,
                Findings.severity(event.text(place + "/severity").orElse("")))
            .description(event.body().text(place + "/description", 10_000))
            .disposition(withdrawn ? Disposition.RESOLVED : Disposition.FIRING)
            .occurredAt(event.time(place + "/updated_at", place + "/published_at"))
            .attribute("ghsa_id", id);
    Findings.attributes(event, alert, place + "/cve_id", place + "/html_url");
    return Optional.of(alert.build());
  }
}
