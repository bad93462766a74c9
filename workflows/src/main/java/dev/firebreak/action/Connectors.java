package dev.firebreak.action;

import dev.firebreak.connector.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All configured connector instances, by name. Immutable. */
public final class Connectors implements AutoCloseable {
  private final Map<String, ConnectorInstance> instances;

  public Connectors(List<ConnectorInstance> all) {
    Map<String, ConnectorInstance> byName = new TreeMap<>();
    all.forEach(i -> byName.put(i.name(), i));
    this.instances = Map.copyOf(byName);
  }

  public List<ConnectorInstance> all() {
    return instances.values().stream()
        .sorted(java.util.Comparator.comparing(ConnectorInstance::name))
        .toList();
  }

  /** Whether a playbook may name this topic. */
  public boolean knows(String topic) {
    return find(topic).isPresent();
  }

  Optional<Bound<?, ?>> find(String topic) {
    int dot = topic.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(instances.get(topic.substring(0, dot)))
        .flatMap(i -> i.action(topic.substring(dot + 1)).map(a -> bind(i, a)));
  }

  private static Bound<?, ?> bind(ConnectorInstance instance, Action<?, ?> action) {
    return new Bound<>(instance, action);
  }

  @Override
  public void close() throws Exception {
    for (ConnectorInstance i : instances.values()) {
      i.close();
    }
  }
}
