package dev.firebreak.alert.forta;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One alert of a detection bot
 * (https://github.com/forta-network/forta-core-go/blob/master/clients/webhook/client/models/alert.go).
 *
 * @param rule the bot's id of this kind of alert, else its name
 * @param body the whole
 */
record BotAlert(String rule, AlertBody body) {
  private static final int MOST_METADATA = 20;
  private static final Map<String, String[]> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("finding_type", new String[] {"/findingType"});
    ATTRIBUTES.put("protocol", new String[] {"/protocol"});
    ATTRIBUTES.put(
        "chain_id",
        new String[] {
          "/source/block/chainId",
          "/chainId",
          "/source/chains/0/chainId",
          "/source/transactions/0/chainId"
        });
    ATTRIBUTES.put("block", new String[] {"/source/block/number", "/source/blocks/0/number"});
    ATTRIBUTES.put(
        "transaction", new String[] {"/source/transactionHash", "/source/transactions/0/hash"});
    ATTRIBUTES.put("bot", new String[] {"/source/bot/id", "/source/agent/id"});
    ATTRIBUTES.put("source_alert", new String[] {"/source/sourceEvent/alertHash"});
    ATTRIBUTES.put("link", new String[] {"/links/explorerUrl"});
    ATTRIBUTES.put("block_link", new String[] {"/links/blockUrl"});
  }

  static BotAlert read(JsonBody alert) throws UnusableAlert {
    if (!alert.node().isObject()) {
      throw alert.wrong("an alert");
    }
    AlertBody body = new AlertBody(alert.node());
    Optional<String> rule = body.text(512, "/alertId", "/name");
    return new BotAlert(
        rule.orElseThrow(
            () ->
                new UnusableAlert(
                    alert.pointer() + "/alertId",
                    "is missing, and so is name; expected an alert of a Forta bot")),
        body);
  }

  Alert toAlert(KnownAddresses known) {
    Alert.Builder alert =
        Alert.builder(uid(), rule)
            .title("Forta: " + body.text(900, "/name").orElse(rule))
            .description(body.text(10_000, "/description"))
            .severity(severity())
            .occurredAt(
                body.text(64, "/source/block/timestamp", "/createdAt").flatMap(JsonBody::instant));
    if (body.text(40, "/findingType").filter("EXPLOIT"::equalsIgnoreCase).isPresent()) {
      alert.attack("TA0040").attack("T1657");
    }
    new Addresses(body, known).addTo(alert);
    ATTRIBUTES.forEach(
        (name, places) -> body.text(512, places).ifPresent(v -> alert.attribute(name, v)));
    fact("transaction").ifPresent(t -> alert.observable("transaction", t));
    body.texts("/metadata", MOST_METADATA)
        .forEach((name, value) -> alert.attribute("metadata." + name, value));
    for (AlertBody related : body.items("/relatedAlerts").stream().limit(50).toList()) {
      related.text(200, "").ifPresent(r -> alert.observable("related_alert", r));
    }
    return alert.build();
  }

  /** Forta's hash is the same from each node that reports the alert. */
  private String uid() {
    return body.text(512, "/hash")
        .orElseGet(
            () ->
                Fingerprint.of(
                    List.of(
                        rule,
                        fact("bot").orElse(""),
                        fact("chain_id").orElse(""),
                        fact("block").orElse(""),
                        fact("transaction").orElse(""),
                        body.text(10_000, "/description").orElse(""))));
  }

  private Optional<String> fact(String attribute) {
    return body.text(512, ATTRIBUTES.getOrDefault(attribute, new String[0]));
  }

  private Severity severity() {
    return switch (body.text(40, "/severity").orElse("").toUpperCase(Locale.ROOT)) {
      case "CRITICAL" -> Severity.CRITICAL;
      case "HIGH" -> Severity.HIGH;
      case "MEDIUM" -> Severity.MEDIUM;
      case "LOW" -> Severity.LOW;
      case "INFO" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }
}
