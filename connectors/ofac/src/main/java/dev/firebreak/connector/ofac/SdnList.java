package dev.firebreak.connector.ofac;

import dev.firebreak.http.VendorHttp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of a list.
 *
 * @param published the day the list says it was published, where it says so
 */
record SdnList(Map<String, Set<Listing>> byKey, Optional<LocalDate> published) {
  /**
   * One listed address.
   *
   * @param asset OFAC's ticker, for example {@code XBT}; empty where the file does not say
   * @param address as the list writes it
   * @param entry OFAC's id of whom it belongs to, empty where the file does not say
   * @param name of whom it belongs to, empty where the file does not say
   */
  record Listing(String asset, String address, String entry, String name) {
    Listing {
      asset = VendorHttp.oneLine(asset);
      address = VendorHttp.oneLine(address);
      entry = VendorHttp.oneLine(entry);
      name = VendorHttp.oneLine(name);
    }
  }

  static SdnList of(List<Listing> listings, Optional<LocalDate> published) {
    Map<String, Set<Listing>> byKey = new HashMap<>();
    for (Listing l : listings) {
      byKey.computeIfAbsent(Address.key(l.address()), k -> new LinkedHashSet<>()).add(l);
    }
    return new SdnList(Collections.unmodifiableMap(byKey), published);
  }

  /** All of several files; published when the oldest of them was. */
  static SdnList of(List<SdnList> parts) {
    List<Listing> all = new ArrayList<>();
    parts.forEach(p -> p.byKey().values().forEach(all::addAll));
    return of(all, parts.stream().flatMap(p -> p.published().stream()).min(LocalDate::compareTo));
  }

  List<Listing> find(String address) {
    return List.copyOf(byKey.getOrDefault(Address.key(address), Set.of()));
  }

  /** How many different addresses. */
  int size() {
    return byKey.size();
  }
}
