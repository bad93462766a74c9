package dev.firebreak.testkit;

import dev.firebreak.connector.Entries;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Entries as the store keeps them, in memory. */
final class FakeEntries implements Entries {
  private final Map<String, Map<String, Entry>> lists = new TreeMap<>();
  private final Clock clock;

  FakeEntries(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void add(String list, String value, String note) {
    lists
        .computeIfAbsent(list, l -> new TreeMap<>())
        .putIfAbsent(value, new Entry(value, note, clock.instant()));
  }

  @Override
  public synchronized void remove(String list, String value) {
    of(list).remove(value);
  }

  @Override
  public synchronized Optional<Entry> find(String list, String value) {
    return Optional.ofNullable(of(list).get(value));
  }

  @Override
  public synchronized List<Entry> all(String list) {
    return List.copyOf(of(list).values());
  }

  synchronized Map<String, List<String>> values() {
    Map<String, List<String>> all = new TreeMap<>();
    lists.forEach((list, entries) -> all.put(list, List.copyOf(entries.keySet())));
    return all;
  }

  private Map<String, Entry> of(String list) {
    return lists.getOrDefault(list, new TreeMap<>());
  }
}
