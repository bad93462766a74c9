package dev.firebreak.alert.okta;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One event of the System Log
 * (https://developer.okta.com/docs/api/openapi/okta-management/management/tags/systemlog).
 *
 * @param type its event type
 * @param event the whole
 * @param signals what was odd about it
 */
record LogEvent(String type, EventBody event, Signals signals) {
  private static final Set<String> FAILED = Set.of("FAILURE", "DENY", "ERROR", "UNANSWERED");
  private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();
  private static final Map<String, String> OBSERVABLES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("outcome", "/outcome/result");
    ATTRIBUTES.put("outcome_reason", "/outcome/reason");
    ATTRIBUTES.put("actor", "/actor/alternateid");
    ATTRIBUTES.put("actor_type", "/actor/type");
    ATTRIBUTES.put("okta_severity", "/severity");
    ATTRIBUTES.put("country", "/client/geographicalcontext/country");
    ATTRIBUTES.put("city", "/client/geographicalcontext/city");
    ATTRIBUTES.put("network", "/securitycontext/asorg");
    ATTRIBUTES.put("request", "/debugcontext/debugdata/requesturi");
    ATTRIBUTES.put("risk", "/debugcontext/debugdata/risk");
    ATTRIBUTES.put("behaviors", "/debugcontext/debugdata/behaviors");
    ATTRIBUTES.put("threat", "/debugcontext/debugdata/threatdetections");
    ATTRIBUTES.put("transaction", "/transaction/id");
    OBSERVABLES.put("user_agent", "/client/useragent/rawuseragent");
    OBSERVABLES.put("session", "/authenticationcontext/externalsessionid");
    OBSERVABLES.put("device", "/device/name");
    OBSERVABLES.put("previous_ip", "/debugcontext/debugdata/previousipaddress");
  }

  static LogEvent read(JsonBody body) throws UnusableAlert {
    if (!body.node().isObject()) {
      throw body.wrong("an event");
    }
    Optional<String> type = body.text("/eventtype", 200);
    EventBody event = new EventBody(body.node());
    return new LogEvent(
        type.orElseThrow(
            () ->
                new UnusableAlert(
                    body.pointer() + "/eventType",
                    "is missing or empty; expected a System Log event")),
        event,
        Signals.of(event));
  }

  /** Empty where the event has no security meaning. */
  Optional<Alert> alert(List<String> ignoredActors) {
    Optional<EventMeaning> meaning = EventMeaning.of(type);
    Severity severity = severity(meaning);
    if (severity == Severity.UNKNOWN || isIgnored(meaning, ignoredActors)) {
      return Optional.empty();
    }
    Alert.Builder alert =
        Alert.builder(uid(), type)
            .title("Okta: " + event.text("/displaymessage").orElse(type) + who())
            .severity(severity)
            .disposition(
                meaning.filter(m -> m.kind() == EventMeaning.Kind.OVER).isPresent()
                    ? Disposition.RESOLVED
                    : Disposition.FIRING)
            .occurredAt(event.text("/published").flatMap(JsonBody::instant))
            .attribute("event_type", type);
    attacks(alert, meaning);
    new OktaTargets(event).addTo(alert);
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      event.text(e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    alert.attribute("threat_suspected", Boolean.toString(signals.threat()));
    alert.attribute("proxy", Boolean.toString(signals.proxy()));
    for (Map.Entry<String, String> e : OBSERVABLES.entrySet()) {
      event.text(e.getValue()).ifPresent(v -> alert.observable(e.getKey(), v));
    }
    return Optional.of(alert.build());
  }

  /** UNKNOWN where it means nothing. */
  private Severity severity(Optional<EventMeaning> meaning) {
    boolean failed = isFailed();
    Severity odd = signals.severity(failed);
    if (meaning.isEmpty()) {
      return odd;
    }
    Severity own = meaning.get().severity();
    Severity base =
        switch (meaning.get().kind()) {
          case SIGN_IN -> failed ? own : Severity.UNKNOWN;
          case CHANGE -> failed ? Severity.LOW : own;
          case RISK -> signals.risk() == Severity.UNKNOWN ? own : signals.risk();
          case THREAT, OVER, ORDINARY -> own;
        };
    return base.atLeast(odd) ? base : odd;
  }

  /** What an ignored account changes; a threat against it counts all the same. */
  private boolean isIgnored(Optional<EventMeaning> meaning, List<String> ignoredActors) {
    boolean change =
        meaning
            .map(EventMeaning::kind)
            .filter(k -> k == EventMeaning.Kind.CHANGE || k == EventMeaning.Kind.OVER)
            .isPresent();
    String actor = event.text("/actor/alternateid").orElse("");
    return change
        && signals.severity(isFailed()) == Severity.UNKNOWN
        && ignoredActors.stream().anyMatch(actor::equalsIgnoreCase);
  }

  private boolean isFailed() {
    return event
        .text("/outcome/result")
        .filter(r -> FAILED.contains(r.toUpperCase(Locale.ROOT)))
        .isPresent();
  }

  private void attacks(Alert.Builder alert, Optional<EventMeaning> meaning) {
    meaning.ifPresent(m -> m.attacks().forEach(alert::attack));
    if (signals.phishing()) {
      alert.attack("TA0006").attack("T1557");
    }
    if (signals.threat() || signals.risk().atLeast(Severity.HIGH) || signals.velocity()) {
      alert.attack("TA0001").attack("T1078");
    }
    if (signals.proxy()) {
      alert.attack("T1090.003");
    }
  }

  private String who() {
    return event.text("/actor/alternateid").map(a -> " (" + a + ")").orElse("");
  }

  /** Okta's own id of the event; else what makes it itself. */
  private String uid() {
    Optional<String> uuid = event.text("/uuid");
    return uuid.isPresent()
        ? uuid.get()
        : Fingerprint.of(
            List.of(
                type,
                event.text("/published").orElse(""),
                event.text("/actor/id").orElse(""),
                event.text("/actor/alternateid").orElse(""),
                event.text("/client/ipaddress").orElse(""),
                event.text("/transaction/id").orElse(""),
                event.text("/target", 4_000).orElse("")));
  }
}
