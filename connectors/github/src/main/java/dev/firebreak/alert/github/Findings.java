package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What GitHub's scanners found
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#secret_scanning_alert, {@code
 * #code_scanning_alert}, {@code #dependabot_alert}). The secret itself is never read.
 */
final class Findings {
  private static final Set<String> FOUND =
      Set.of(
          "created",
          "create",
          "reopened",
          "reopen",
          "reopened_by_user",
          "reintroduced",
          "auto_reopened",
          "appeared_in_branch",
          "publicly_leaked",
          "validated");

  private static final Set<String> OVER =
      Set.of(
          "resolved",
          "resolve",
          "revoked",
          "fixed",
          "closed_by_user",
          "dismissed",
          "dismiss",
          "auto_dismissed");

  private static final Map<String, Severity> WORDS =
      Map.of(
          "critical", Severity.CRITICAL,
          "high", Severity.HIGH,
          "moderate", Severity.MEDIUM,
          "medium", Severity.MEDIUM,
          "low", Severity.LOW,
          "error", Severity.HIGH,
          "warning", Severity.MEDIUM,
          "note", Severity.LOW,
          "none", Severity.INFORMATIONAL);

  private Findings() {}

  /** The severity a word stands for; UNKNOWN for other words. */
  static Severity severity(String word) {
    return WORDS.getOrDefault(word.strip().toLowerCase(Locale.ROOT), Severity.UNKNOWN);
  }

  static Optional<Alert> secret(Event event) throws UnusableAlert {
    Optional<Disposition> state = state(event);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    String type = event.body().required("/alert/secret_type", 200);
    String number = event.shown("/alert/number").orElse("?");
    boolean dead = event.text("/alert/validity").filter("inactive"::equals).isPresent();
    boolean leaked = event.isTrue("/alert/publicly_leaked");
    String name = event.text("/alert/secret_type_display_name").orElse(type);
    Alert.Builder alert =
        event
            .finding(
                uid(event, "secret_scanning_alert", number),
                "secret_scanning_alert:" + type,
                "secret '" + name + "' found",
                leaked && !dead ? Severity.CRITICAL : Severity.HIGH)
            .disposition(dead ? Disposition.RESOLVED : state.get())
            .occurredAt(event.time("/alert/updated_at", "/alert/created_at"))
            .attack("TA0006")
            .attack("T1552.001")
            .target(TargetType.CREDENTIAL, "github:" + event.where() + "/secret-scanning/" + number)
            .attribute("secret_type", type)
            .attribute("publicly_leaked", Boolean.toString(leaked));
    attributes(event, alert, "/alert/validity", "/alert/resolution", "/alert/html_url");
    attributes(event, alert, "/alert/push_protection_bypassed_by/login", "/location/details/path");
    return Optional.of(alert.build());
  }

  static Optional<Alert> code(Event event) throws UnusableAlert {
    Optional<Disposition> state = state(event);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    String rule = event.body().required("/alert/rule/id", 300);
    String number = event.shown("/alert/number").orElse("?");
    Optional<String> byRisk = event.text("/alert/rule/security_severity_level");
    String severity = byRisk.orElse(event.text("/alert/rule/severity").orElse(""));
    Alert.Builder alert =
        event
            .finding(
                uid(event, "code_scanning_alert", number),
                "code_scanning_alert:" + rule,
                event.text("/alert/rule/description").orElse(rule),
                severity(severity))
            .description(event.body().text("/alert/rule/full_description", 10_000))
            .disposition(state.get())
            .occurredAt(event.time("/alert/updated_at", "/alert/created_at"))
            .attack("T1190");
    attributes(event, alert, "/alert/tool/name", "/alert/html_url", "/alert/dismissed_reason");
    attributes(event, alert, "/alert/most_recent_instance/location/path", "/ref", "/commit_oid");
    return Optional.of(alert.build());
  }

  static Optional<Alert> dependency(Event event) throws UnusableAlert {
    Optional<Disposition> state = state(event);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    String number = event.shown("/alert/number").orElse("?");
    String advisory = event.text("/alert/security_advisory/ghsa_id").orElse("dependabot_alert");
    String severity =
        event
            .text("/alert/security_vulnerability/severity")
            .orElse(event.text("/alert/security_advisory/severity").orElse(""));
    String name = event.text("/alert/dependency/package/name").orElse("a dependency");
    Alert.Builder alert =
        event
            .finding(
                uid(event, "dependabot_alert", number),
                "dependabot_alert:" + advisory,
                event.text("/alert/security_advisory/summary").orElse("vulnerable " + name),
                severity(severity))
            .description(event.body().text("/alert/security_advisory/description", 10_000))
            .disposition(state.get())
            .occurredAt(event.time("/alert/updated_at", "/alert/created_at"))
            .attack("T1195.001")
            .attribute("package", name);
    attributes(event, alert, "/alert/security_advisory/cve_id", "/alert/dependency/manifest_path");
    attributes(event, alert, "/alert/dependency/package/ecosystem", "/alert/html_url");
    return Optional.of(alert.build());
  }

  /** The form Dependabot alerts had until 2022. */
  static Optional<Alert> oldDependency(Event event) throws UnusableAlert {
    Optional<Disposition> state = state(event);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    String name = event.text("/alert/affected_package_name").orElse("a dependency");
    Alert.Builder alert =
        event
            .finding(
                uid(event, "repository_vulnerability_alert", event.shown("/alert/id").orElse("?")),
                "dependabot_alert:" + event.text("/alert/ghsa_id").orElse(name),
                "vulnerable " + name,
                severity(event.text("/alert/severity").orElse("")))
            .disposition(state.get())
            .occurredAt(event.time("/alert/created_at"))
            .attack("T1195.001")
            .attribute("package", name);
    attributes(event, alert, "/alert/external_identifier", "/alert/affected_range");
    return Optional.of(alert.build());
  }

  private static String uid(Event event, String kind, String number) throws UnusableAlert {
    return kind + ":" + event.where() + "#" + number;
  }

  /** Empty where only who works on it changed. */
  private static Optional<Disposition> state(Event event) throws UnusableAlert {
    String action = event.action();
    if (OVER.contains(action)) {
      return Optional.of(Disposition.RESOLVED);
    }
    boolean fixed =
        event
            .text("/alert/state")
            .filter(s -> s.equals("fixed") || s.equals("dismissed") || s.equals("resolved"))
            .isPresent();
    return FOUND.contains(action)
        ? Optional.of(fixed ? Disposition.RESOLVED : Disposition.FIRING)
        : Optional.empty();
  }

  /** Facts by the last part of their place. */
  static void attributes(Event event, Alert.Builder alert, String... places) throws UnusableAlert {
    for (String place : places) {
      String name = place.substring(place.lastIndexOf('/') + 1);
      event.shown(place).ifPresent(v -> alert.attribute(name, v));
    }
  }
}
