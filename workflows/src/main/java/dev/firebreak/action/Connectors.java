package dev.firebreak.action;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All configured connector instances, by name. Safe for all threads. */
public final class Connectors implements AutoCloseable {
  private final Map<String, ConnectorInstance> instances = new ConcurrentHashMap<>();

  public Connectors(List<ConnectorInstance> all) {
    all.forEach(i -> instances.put(i.name(), i));
  }

  /**
   * Adds an instance, or puts it in the place of the one of its name. What the old one has under
   * way ends there; it is left open for that.
   */
  public void put(ConnectorInstance instance) {
    instances.put(instance.name(), instance);
  }

  public List<ConnectorInstance> all() {
    return instances.values().stream()
        .sorted(java.util.Comparator.comparing(ConnectorInstance::name))
        .toList();
  }

  public Optional<ConnectorInstance> instance(String name) {
    return Optional.ofNullable(instances.get(name));
  }

  /** Whether a playbook may name this topic. */
  public boolean knows(String topic) {
    return find(topic).isPresent();
  }

  /** What an action takes; empty where nothing offers the topic. */
  public Optional<List<Field>> inputs(String topic) {
    return find(topic).map(b -> b.action().fields());
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
