package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.Map;
import java.util.Optional;

/** What playbooks and people may want to know of a transaction besides its targets. */
record TransactionFacts(Transaction transaction) {
  private static final int MOST_RECORDS = 50;

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "asset", "/assetId",
          "amount_usd", "/amountInfo/amountUSD",
          "tx_hash", "/txHash",
          "external_tx_id", "/externalTxId",
          "address_type", "/addressType",
          "created_by", "/createdBy",
          "customer_ref_id", "/customerRefId");

  void addTo(Alert.Builder alert) throws UnusableAlert {
    JsonBody data = transaction.notification().data();
    alert.attribute("event_type", transaction.notification().eventType());
    alert.attribute("workspace", transaction.notification().workspace());
    alert.attribute("transaction", transaction.id());
    alert.attribute("status", transaction.status());
    if (!transaction.subStatus().isEmpty()) {
      alert.attribute("sub_status", transaction.subStatus());
    }
    alert.attribute("operation", transaction.operation());
    alert.attribute("source_type", transaction.source().type());
    alert.attribute("destination_type", transaction.destinations().get(0).type());
    number(data, "/amountInfo/amount", "/amount").ifPresent(a -> alert.attribute("amount", a));
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      text(data, e.getValue()).ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    screening(alert);
    observables(alert, data);
  }

  private void screening(Alert.Builder alert) {
    for (Screening s : transaction.screenings()) {
      alert.observable(
          "screening",
          String.join(
              " ",
              s.provider().orElse("unnamed provider"),
              s.verdict(),
              s.status(),
              s.risk().orElse(""),
              s.category().orElse("")));
      s.address().ifPresent(a -> alert.observable("screened_address", a));
    }
    transaction.screenings().stream()
        .filter(Screening::flags)
        .findFirst()
        .ifPresent(
            s -> {
              alert.attribute("aml_verdict", s.verdict());
              s.risk().ifPresent(r -> alert.attribute("aml_risk", r));
              s.category().ifPresent(c -> alert.attribute("aml_category", c));
              s.provider().ifPresent(p -> alert.attribute("aml_provider", p));
            });
  }

  private void observables(Alert.Builder alert, JsonBody data) throws UnusableAlert {
    alert.observable("source", transaction.source().shown());
    transaction.destinations().forEach(d -> alert.observable("destination", d.shown()));
    note(alert, data, "/sourceAddress");
    note(alert, data, "/note");
    note(alert, data, "/rejectedBy");
    note(alert, data, "/dappUrl");
    for (JsonBody signer : data.items("/signedBy")) {
      alert.observable("signedBy", signer.shown(200));
    }
    int kept = 0;
    for (JsonBody leg : data.items("/networkRecords")) {
      if (kept++ < MOST_RECORDS) {
        note(alert, leg, "/destinationAddress");
      }
    }
  }

  private static void note(Alert.Builder alert, JsonBody place, String relative)
      throws UnusableAlert {
    text(place, relative).ifPresent(v -> alert.observable(relative.substring(1), v));
  }

  /** For people, for example {@code 1.5 ETH}. */
  static String amount(JsonBody data) throws UnusableAlert {
    return number(data, "/amountInfo/amount", "/amount").orElse("an unknown amount of")
        + " "
        + data.text("/assetId", 100).orElse("an unnamed asset");
  }

  /** Amounts come as text, which is exact, and as numbers. */
  private static Optional<String> number(JsonBody data, String exact, String other)
      throws UnusableAlert {
    Optional<String> found = text(data, exact);
    return found.isPresent() ? found : text(data, other);
  }

  private static Optional<String> text(JsonBody data, String place) throws UnusableAlert {
    return data.at(place)
        .filter(v -> v.node().isValueNode())
        .map(v -> v.shown(1_000))
        .filter(v -> !v.isBlank());
  }
}
