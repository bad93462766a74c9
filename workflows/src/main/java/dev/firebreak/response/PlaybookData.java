package dev.firebreak.response;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionTable;
import dev.firebreak.audit.Heads;
import dev.firebreak.connector.Json;
import dev.firebreak.engine.IncidentData;
import dev.firebreak.incident.Incidents;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The data playbooks read: made of our own tables at the moment of reading, so the engine stores
 * none of it.
 */
public final class PlaybookData implements IncidentData {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /** Names that expressions read our data by; no value of a run may take one. */
  public static final Set<String> ROOTS =
      Set.of("incident", "alert", "targets", "count", "steps", "timeline", "loopCounter");

  private final Database database;
  private final Incidents incidents;
  private final ActionTable actions;
  private final Heads heads;
  private final Clock clock;

  public PlaybookData(
      Database database, Incidents incidents, ActionTable actions, Heads heads, Clock clock) {
    this.database = database;
    this.incidents = incidents;
    this.actions = actions;
    this.heads = heads;
    this.clock = clock;
  }

  /** Hands over an incident that this transaction has just written. */
  void holds(Incidents.Incident incident) {
    database.keep(incident.id(), incident);
  }

  Incidents.Incident incident(UUID id) {
    return database.kept(id, Incidents.Incident.class, () -> incidents.find(id).orElseThrow());
  }

  @Override
  public Map<String, Object> of(String incidentId, String runId) {
    UUID id = UUID.fromString(incidentId);
    Incidents.Incident i = incident(id);
    Map<String, Supplier<Object>> roots = new LinkedHashMap<>();
    roots.put("incident", () -> incidentData(i));
    roots.put("alert", () -> i.context().alertData());
    roots.put("targets", () -> i.context().targetData());
    roots.put("count", () -> i.context().countData());
    roots.put("steps", () -> steps(runId));
    roots.put("timeline", () -> timeline(i));
    return new Lazy(roots);
  }

  /** What a rehearsal reads of an incident, recorded or made up. */
  Map<String, Object> sample(Incidents.Incident i) {
    return Map.of(
        "incident", incidentData(i),
        "alert", i.context().alertData(),
        "targets", i.context().targetData(),
        "count", i.context().countData(),
        "timeline", "Incident " + i.id() + ": " + i.title());
  }

  private static Map<String, Object> incidentData(Incidents.Incident i) {
    return Map.of(
        "id",
        i.id().toString(),
        "title",
        i.title(),
        "severity",
        i.severity().key(),
        "openedAt",
        i.openedAt().toString(),
        "playbook",
        i.playbook(),
        "priority",
        i.priority(),
        "alertCount",
        (long) i.alertCount());
  }

  private Map<String, Object> steps(String runId) {
    Map<String, Object> steps = new HashMap<>();
    for (ActionRow row : actions.ofRun(runId)) {
      Map<String, Object> step = new HashMap<>();
      step.put("state", row.state().name());
      step.put(
          "output",
          row.output().isObject()
              ? Json.mapper()
                  .convertValue(row.output(), new TypeReference<Map<String, Object>>() {})
              : Map.of());
      row.error().ifPresent(e -> step.put("error", e.message()));
      steps.put(row.nodeId(), step);
    }
    return steps;
  }

  /** What happened so far, a line each, for tickets. */
  private String timeline(Incidents.Incident i) {
    StringBuilder text = new StringBuilder();
    text.append("Incident ").append(i.id()).append(": ").append(i.title()).append('\n');
    text.append("Severity ")
        .append(i.severity().key())
        .append(", playbook ")
        .append(i.playbook())
        .append(", ")
        .append(i.alertCount())
        .append(" alert(s), ")
        .append(i.duplicateCount())
        .append(" repeat(s)\n");
    text.append("First alert ")
        .append(i.firstAlertAt())
        .append(" from ")
        .append(i.context().source())
        .append(", rule ")
        .append(i.context().rule())
        .append('\n');
    for (ActionRow row : actions.ofIncident(i.id())) {
      text.append(TIME.format(row.requestedAt()))
          .append(' ')
          .append(row.topic())
          .append(" on ")
          .append(row.target())
          .append(": ")
          .append(words(row, i.firstAlertAt()))
          .append('\n');
    }
    text.append("Written ").append(clock.instant()).append(" (times in UTC)");
    // A ticket is kept where this application cannot change it: with this line it is a witness.
    heads.newest().ifPresent(h -> text.append("\nAudit head ").append(h.line()));
    return text.toString();
  }

  private static String words(ActionRow row, Instant start) {
    String end =
        row.endedAt()
            .map(t -> " (" + Duration.between(start, t).toMillis() + " ms after the first alert)")
            .orElse("");
    return row.state().name().toLowerCase(java.util.Locale.ROOT)
        + end
        + row.detail().map(d -> ", " + d).orElse("")
        + row.error().map(e -> ", " + e.message()).orElse("");
  }

  /** A map whose values are made when first read. */
  private static final class Lazy extends AbstractMap<String, Object> {
    private final Map<String, Supplier<Object>> roots;
    private final Map<String, Object> made = new HashMap<>();

    Lazy(Map<String, Supplier<Object>> roots) {
      this.roots = roots;
    }

    @Override
    public boolean containsKey(Object key) {
      return roots.containsKey(key);
    }

    @Override
    @SuppressWarnings("NullAway") // Map's own contract: null for an absent key.
    public Object get(Object key) {
      Supplier<Object> root = roots.get(key);
      return root == null ? null : made.computeIfAbsent((String) key, k -> root.get());
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      roots.keySet().forEach(this::get);
      return Map.copyOf(made).entrySet();
    }
  }
}
