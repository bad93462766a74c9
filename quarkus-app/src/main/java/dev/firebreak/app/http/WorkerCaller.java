package dev.firebreak.app.http;

import dev.firebreak.worker.Workers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls the workers' API: whoever shows the credential of one or more connectors, as a bearer
 * token, or as the password of HTTP Basic with the connector's name as user.
 */
record WorkerCaller(Set<String> instances) {
  /** Empty where the header is missing, repeated, malformed, or shows no such credential. */
  static Optional<WorkerCaller> of(List<String> authorization, Workers workers) {
    if (authorization.size() != 1) {
      return Optional.empty();
    }
    String[] parts = authorization.get(0).strip().split(" +", 2);
    if (parts.length != 2) {
      return Optional.empty();
    }
    Set<String> instances =
        switch (parts[0].toLowerCase(java.util.Locale.ROOT)) {
          case "bearer" -> Set.copyOf(workers.instancesOf(parts[1].strip()));
          case "basic" -> basic(parts[1].strip(), workers);
          default -> Set.of();
        };
    return instances.isEmpty() ? Optional.empty() : Optional.of(new WorkerCaller(instances));
  }

  private static Set<String> basic(String encoded, Workers workers) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        return Set.of();
      }
      String user = pair.substring(0, colon);
      return workers.admits(user, pair.substring(colon + 1)) ? Set.of(user) : Set.of();
    } catch (IllegalArgumentException e) {
      return Set.of();
    }
  }

  boolean mayWorkOn(String topic) {
    int dot = topic.indexOf('.');
    return dot > 0 && instances.contains(topic.substring(0, dot));
  }
}
