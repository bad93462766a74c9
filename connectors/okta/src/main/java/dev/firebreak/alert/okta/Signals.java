package dev.firebreak.alert.okta;

import dev.firebreak.alert.Severity;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Okta found odd about the circumstances of an event: ThreatInsight, risk, behaviour, an
 * anonymizing proxy, a phishing page that FastPass turned away
 * (https://help.okta.com/oie/en-us/content/topics/security/threat-insight/ti-main.htm).
 *
 * @param threat whether ThreatInsight suspects the request
 * @param risk the risk level; UNKNOWN where none is told
 * @param proxy whether it came through an anonymizing proxy
 * @param velocity whether the user would have had to travel too fast
 * @param phishing whether a phishing page was in the way
 */
record Signals(boolean threat, Severity risk, boolean proxy, boolean velocity, boolean phishing) {
  private static final String DEBUG = "/debugcontext/debugdata";
  private static final int MAX = 4_000;
  private static final Pattern LEVEL =
      Pattern.compile("level\"?\\s{0,3}[=:]\\s{0,3}\"?(CRITICAL|HIGH|MEDIUM|LOW)\\b");
  private static final Pattern VELOCITY =
      Pattern.compile("Velocity\"?\\s{0,3}[=:]\\s{0,3}\"?POSITIVE");

  static Signals of(EventBody event) {
    String more = event.text(DEBUG + "/logonlysecuritydata", MAX).orElse("");
    String behaviors = event.text(DEBUG + "/behaviors", MAX).orElse("");
    String reason = event.text("/outcome/reason").orElse("");
    return new Signals(
        event.isTrue(DEBUG + "/threatsuspected"),
        level(event.text(DEBUG + "/risk", MAX).orElse(more)),
        event.isTrue("/securitycontext/isproxy"),
        VELOCITY.matcher(behaviors + more).find(),
        reason.toLowerCase(Locale.ROOT).contains("phishing"));
  }

  /** {@code {level=HIGH}}, the same as JSON, or the bare word. */
  private static Severity level(String risk) {
    Matcher matcher = LEVEL.matcher(risk);
    String word = matcher.find() ? matcher.group(1) : risk.strip();
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "CRITICAL" -> Severity.CRITICAL;
      case "HIGH" -> Severity.HIGH;
      case "MEDIUM" -> Severity.MEDIUM;
      case "LOW" -> Severity.LOW;
      default -> Severity.UNKNOWN;
    };
  }

  /** What the circumstances alone are worth; UNKNOWN where they are ordinary. */
  Severity severity(boolean failed) {
    if (phishing || (threat && !failed)) {
      return Severity.HIGH;
    }
    if (threat || risk.atLeast(Severity.HIGH) || (proxy && velocity)) {
      return Severity.MEDIUM;
    }
    return proxy || velocity ? Severity.LOW : Severity.UNKNOWN;
  }
}
