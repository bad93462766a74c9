package dev.firebreak.connector.evm;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an instance may use, with nodes on this machine and lists in memory. */
record TestAccess(Clock clock, Map<String, TreeMap<String, Entries.Entry>> lists)
    implements Access, Entries {
  static TestAccess at(Clock clock) {
    return new TestAccess(clock, new TreeMap<>());
  }

  @Override
  public VendorHttp http(Endpoint endpoint) {
    return VendorHttp.open(endpoint, List.of("127.0.0.1"));
  }

  @Override
  public VendorSockets sockets(VendorSockets.Address address) {
    throw new UnsupportedOperationException("this connector speaks HTTP");
  }

  @Override
  public Handover handover(Secret credential) {
    throw new UnsupportedOperationException("this connector hands nothing over");
  }

  @Override
  public Entries entries() {
    return this;
  }

  @Override
  public synchronized void add(String list, String value, String note) {
    lists
        .computeIfAbsent(list, k -> new TreeMap<>())
        .putIfAbsent(value, new Entry(value, note, clock.instant()));
  }

  @Override
  public synchronized void remove(String list, String value) {
    lists.getOrDefault(list, new TreeMap<>()).remove(value);
  }

  @Override
  public synchronized Optional<Entry> find(String list, String value) {
    return Optional.ofNullable(lists.getOrDefault(list, new TreeMap<>()).get(value));
  }

  @Override
  public synchronized List<Entry> all(String list) {
    return List.copyOf(lists.getOrDefault(list, new TreeMap<>()).values());
  }
}
