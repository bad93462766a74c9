package dev.firebreak.alert.elastic;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.Optional;

/**
 * What a body says about the rule, for alerts that do not say it themselves.
 *
 * @param ruleId the rule's id in Kibana
 * @param ruleName the rule's name
 * @param severity low, medium, high or critical
 * @param riskScore 0 to 100
 * @param link to the alerts in Kibana
 * @param actionGroup why the action ran; {@code recovered} ends an alert of a Kibana rule
 * @param date when it ran
 * @param test whether the sender says that this is a test
 */
record Envelope(
    Optional<String> ruleId,
    Optional<String> ruleName,
    Optional<String> severity,
    Optional<String> riskScore,
    Optional<String> link,
    Optional<String> actionGroup,
    Optional<String> date,
    boolean test) {
  static final Envelope NONE =
      new Envelope(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  static Envelope read(JsonBody body) throws UnusableAlert {
    return new Envelope(
        word(body, "rule", "id"),
        word(body, "rule", "name"),
        word(body, "rule", "severity"),
        word(body, "rule", "risk_score"),
        word(body, "results_link"),
        word(body, "action_group"),
        word(body, "date"),
        body.flag("/test").orElse(false));
  }

  /** A text or number; empty where it is blank, where Mustache had nothing to put. */
  private static Optional<String> word(JsonBody body, String... path) throws UnusableAlert {
    JsonBody here = body;
    for (String name : path) {
      Optional<JsonBody> next =
          here.node().isObject() ? here.at("/" + name) : Optional.<JsonBody>empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      here = next.get();
    }
    return here.node().isValueNode()
        ? Optional.of(here.shown(512).strip()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }
}
