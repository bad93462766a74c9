package dev.firebreak.alert.sentinel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Custom details, by which an analytics rule hands over values of its own
 * (https://learn.microsoft.com/en-us/azure/sentinel/surface-custom-details-in-alerts): an object of
 * lists, held as text. So an exchange's rule names its wallets.
 */
final class CustomDetails {
  private static final int MOST = 40;

  private static final Map<String, TargetType> TARGETS =
      Map.ofEntries(
          Map.entry("wallet", TargetType.WALLET),
          Map.entry("walletid", TargetType.WALLET),
          Map.entry("vaultaccount", TargetType.WALLET),
          Map.entry("vaultaccountid", TargetType.WALLET),
          Map.entry("walletaddress", TargetType.ADDRESS),
          Map.entry("destinationaddress", TargetType.ADDRESS),
          Map.entry("cryptoasset", TargetType.ASSET),
          Map.entry("accesskeyid", TargetType.CREDENTIAL),
          Map.entry("apikeyid", TargetType.CREDENTIAL),
          Map.entry("workload", TargetType.WORKLOAD));

  private final Alert.Builder alert;
  private int kept;

  /** Collects those of one alert or of all alerts of an incident. */
  CustomDetails(Alert.Builder alert) {
    this.alert = alert;
  }

  /**
   * Adds what {@code Custom Details} in there says.
   *
   * @param holder an alert's {@code additionalData} or {@code ExtendedProperties}, itself perhaps
   *     held as text
   */
  void addFrom(Optional<Part> holder) throws UnusableAlert {
    Optional<Part> open = holder.flatMap(Part::unquoted);
    if (open.isPresent()) {
      add(open.get().at("Custom Details"));
    }
  }

  /**
   * @param details the details themselves, perhaps held as text
   */
  void add(Optional<Part> details) throws UnusableAlert {
    Optional<Part> open = details.flatMap(Part::unquoted).filter(d -> d.body().node().isObject());
    if (open.isEmpty()) {
      return;
    }
    for (Map.Entry<String, JsonBody> e : open.get().body().members().entrySet()) {
      List<String> values = values(e.getValue().node());
      if (kept < MOST && !values.isEmpty() && !e.getKey().isBlank()) {
        add(JsonBody.bounded(e.getKey(), 200), values);
        kept++;
      }
    }
  }

  private void add(String name, List<String> values) {
    alert.attribute(name, JsonBody.bounded(String.join(", ", values), 2_000));
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    Optional.ofNullable(TARGETS.get(plain))
        .ifPresent(type -> values.forEach(v -> alert.target(type, v)));
  }

  private static List<String> values(JsonNode node) {
    List<String> values = new ArrayList<>();
    (node.isArray() ? node : List.of(node))
        .forEach(
            v -> {
              if (v.isValueNode() && !v.isNull() && !v.asText().isBlank()) {
                values.add(v.asText().strip());
              }
            });
    return values;
  }
}
