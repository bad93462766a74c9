package dev.firebreak.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Numbers for Prometheus, counted from the sealed audit trail, so that what is counted is what
 * happened.
 */
@ApplicationScoped
public class Metrics {
  private static final int REMEMBERED = 5_000;

  private final MeterRegistry registry;
  private final Map<UUID, Instant> opened =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Instant> eldest) {
              return size() > REMEMBERED;
            }
          });

  @Inject
  Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts new entries. */
  public void seen(List<Entry> entries) {
    entries.forEach(this::seen);
  }

  private void seen(Entry e) {
    switch (e.kind()) {
      case "alert.accepted" ->
          registry
              .counter("firebreak.alerts", "source", e.actor(), "result", "accepted")
              .increment();
      case "alert.duplicate", "alert.joined", "alert.noted" ->
          registry
              .counter("firebreak.alerts", "source", "any", "result", e.kind().substring(6))
              .increment();
      case "message.kept-aside" ->
          registry
              .counter("firebreak.alerts", "source", e.actor(), "result", "kept-aside")
              .increment();
      case "incident.opened" -> {
        e.incident().ifPresent(i -> opened.put(i, e.at()));
        registry.counter("firebreak.incidents").increment();
      }
      case "action.requested" -> stage(e, "requested");
      case "action.confirmed", "action.done" -> {
        action(e);
        stage(e, "confirmed");
      }
      case "action.refused", "action.failed", "action.unresolved", "action.retrying" -> action(e);
      case "run.stuck" -> registry.counter("firebreak.runs.stuck").increment();
      case "containment.not-holding" ->
          registry.counter("firebreak.containments.not.holding").increment();
      default -> {}
    }
  }

  private void action(Entry e) {
    registry
        .counter("firebreak.actions", "action", text(e, "topic"), "outcome", e.kind().substring(7))
        .increment();
  }

  /** Time from the incident's opening to this stage of an action. */
  private void stage(Entry e, String stage) {
    Instant start = e.incident().map(opened::get).orElse(null);
    if (start != null) {
      Timer.builder("firebreak.time.to.contain")
          .tag("stage", stage)
          .tag("action", text(e, "topic"))
          .register(registry)
          .record(Duration.between(start, e.at()).abs());
    }
  }

  private static String text(Entry e, String field) {
    try {
      JsonNode data = Json.parse(e.data());
      return data.path(field).asText("unknown");
    } catch (JsonProcessingException broken) {
      return "unknown";
    }
  }
}
