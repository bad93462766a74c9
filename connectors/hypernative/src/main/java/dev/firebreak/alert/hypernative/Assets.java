package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses an insight involves. Who acts has to know which are whose: blocking one's own
 * contract is another thing than blocking a thief's.
 *
 * @param watched those of the customer's watchlists
 * @param involved all that take part, with their part
 */
record Assets(List<Asset> watched, List<Asset> involved) {
  private static final int MOST = 200;

  static Assets read(JsonBody data) throws UnusableAlert {
    return new Assets(
        assets(data.items("/triggeredAssets")), assets(data.items("/riskInsight/involvedAssets")));
  }

  private static List<Asset> assets(List<JsonBody> items) throws UnusableAlert {
    List<Asset> all = new ArrayList<>();
    for (JsonBody item : items.subList(0, Math.min(MOST, items.size()))) {
      all.add(Asset.read(item));
    }
    return List.copyOf(all);
  }

  /**
   * Hostile addresses first, then the watched ones, then those whose part is not a harmless one.
   */
  void addTo(Alert.Builder alert) {
    Set<String> own = addresses(watched);
    List<Asset> hostile =
        involved.stream()
            .filter(Asset::isHostile)
            .filter(a -> a.address().stream().noneMatch(own::contains))
            .toList();
    List<Asset> suspicious = involved.stream().filter(a -> !a.isHarmless()).toList();
    Set<String> targets = new LinkedHashSet<>(addresses(hostile));
    targets.addAll(own);
    targets.addAll(addresses(suspicious));
    targets.forEach(a -> alert.target(TargetType.ADDRESS, a));
    list(alert, "hostile_addresses", addresses(hostile));
    list(alert, "watched_addresses", own);
    involved.forEach(a -> alert.observable("involved_asset", a.shown()));
    watched.forEach(a -> alert.observable("watched_asset", a.shown()));
  }

  private static Set<String> addresses(List<Asset> assets) {
    return assets.stream()
        .flatMap(a -> a.address().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void list(Alert.Builder alert, String attribute, Set<String> addresses) {
    if (!addresses.isEmpty()) {
      alert.attribute(attribute, JsonBody.bounded(String.join(",", addresses), 2_000));
    }
  }
}
