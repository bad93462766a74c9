package dev.firebreak.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionTable;
import dev.firebreak.action.Approvals;
import dev.firebreak.alert.Alert;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Trail;
import dev.firebreak.connector.Json;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Inbox;
import dev.firebreak.response.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a case of a past incident: its alerts, what vendors answered, what people decided. Reads
 * only. Safe for all threads.
 */
public final class CaseRecorder {
  private static final Duration SEALED_WITHIN = Duration.ofSeconds(10);

  private final Incidents incidents;
  private final Inbox inbox;
  private final Runs runs;
  private final ActionTable actions;
  private final Approvals approvals;
  private final Trail trail;

  public CaseRecorder(
      Incidents incidents,
      Inbox inbox,
      Runs runs,
      ActionTable actions,
      Approvals approvals,
      Trail trail) {
    this.incidents = incidents;
    this.inbox = inbox;
    this.runs = runs;
    this.actions = actions;
    this.approvals = approvals;
    this.trail = trail;
  }

  /**
   * A recorded case.
   *
   * @param versionId of the playbook's version that ran
   * @param alert contents of {@code alert.json}
   * @param script contents of {@code script.json}
   * @param nodes elements that the real run passed
   * @param masked how many values have a placeholder
   * @param left what a case cannot hold, a sentence each
   */
  public record Recorded(
      String playbook,
      String versionId,
      JsonNode alert,
      JsonNode script,
      Set<String> nodes,
      int masked,
      List<String> left) {
    /** The case to play; without a trace. */
    public Case toCase(String name) throws CaseUnusable {
      return CaseFiles.of(name, "case " + name, alert, script, Optional.empty());
    }
  }

  /**
   * Records an incident.
   *
   * @param masked whether people, addresses and secrets get placeholders
   * @return empty where there is no such incident
   * @throws CaseUnusable when there is no run that ended
   */
  public Optional<Recorded> record(UUID incident, boolean masked) throws CaseUnusable {
    Optional<Incidents.Incident> found = incidents.find(incident);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Runs.Run> all = runs.ofIncident(incident);
    Runs.Run run =
        all.stream()
            .filter(r -> !r.versionId().equals("none"))
            .findFirst()
            .orElseThrow(() -> new CaseUnusable("no playbook ran for this incident"));
    if (!run.state().equals("COMPLETED")) {
      throw new CaseUnusable(
          "the run of "
              + run.playbook()
              + " has not ended (it is "
              + run.state().toLowerCase(Locale.ROOT)
              + "); record the incident when it has");
    }
    awaitSealed(incident, run.id());
    return Optional.of(new Recording(found.get(), run, all.size(), masked).made());
  }

  /** The trail is sealed a moment after what it records; without its end a case would lack some. */
  private void awaitSealed(UUID incident, String run) throws CaseUnusable {
    long end = System.nanoTime() + SEALED_WITHIN.toNanos();
    while (trail.of(incident).stream().noneMatch(e -> isEndOf(e, run))) {
      if (System.nanoTime() > end) {
        throw new CaseUnusable(
            "the end of the run is not sealed in the audit trail yet; try again in a moment");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static boolean isEndOf(Entry e, String run) {
    return e.kind().equals("run.completed") && json(e.data()).path("run").asText().equals(run);
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit entry holds no JSON", e);
    }
  }

  /** One recording under way. */
  private final class Recording {
    private final Incidents.Incident incident;
    private final Runs.Run run;
    private final List<String> left = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<String> joins = new ArrayList<>();
    private final Set<String> nodes = new LinkedHashSet<>();
    private final Map<String, JsonNode> tasks = new TreeMap<>();
    private final Mask mask;
    private final List<ActionRow> rows;

    Recording(Incidents.Incident incident, Runs.Run run, int runCount, boolean masked) {
      this.incident = incident;
      this.run = run;
      if (runCount > 1) {
        left.add("other runs of the incident: a case tests the first one, " + run.playbook());
      }
      this.rows =
          actions.ofIncident(incident.id()).stream()
              .filter(r -> r.run().equals(Optional.of(run.id())))
              .toList();
      readTrail();
      this.mask = masked ? Mask.of(alerts) : new Mask();
      this.masking = masked;
    }

    private final boolean masking;

    private void readTrail() {
      Map<String, Alert> byId =
          inbox.ofIncident(incident.id()).stream()
              .collect(Collectors.toMap(s -> s.id().toString(), Inbox.Stored::alert));
      String last = "";
      for (Entry e : trail.of(incident.id())) {
        JsonNode d = json(e.data());
        switch (e.kind()) {
          case "incident.opened" -> add(byId, d, Optional.empty());
          case "alert.joined" -> add(byId, d, Optional.of(last));
          case "run.advanced" -> {
            if (d.path("run").asText().equals(run.id())) {
              for (JsonNode n : d.path("nodes")) {
                nodes.add(n.asText());
                last = n.asText();
              }
            }
          }
          case "task.completed" -> tasks.put(d.path("node").asText(), d.path("variables"));
          default -> {
            // What follows from these.
          }
        }
      }
    }

    private void add(Map<String, Alert> byId, JsonNode d, Optional<String> after) {
      Optional<Alert> alert = Optional.ofNullable(byId.get(d.path("alert").asText()));
      if (alert.isEmpty()) {
        left.add("an alert that is not kept any more");
      } else if (alerts.size() == Case.MOST_ALERTS) {
        left.add("alerts after the first " + Case.MOST_ALERTS);
      } else {
        after.ifPresent(joins::add);
        alerts.add(alert.get());
      }
    }

    Recorded made() throws CaseUnusable {
      if (alerts.isEmpty()) {
        throw new CaseUnusable("the incident's alerts are not kept any more");
      }
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      alerts.forEach(a -> all.add(alert(a)));
      JsonNode files = all.size() == 1 ? all.get(0) : all;
      ObjectNode script = script();
      JsonNode alert = masking ? mask.json(files) : files;
      JsonNode told = masking ? maskedKeys(script) : script;
      return new Recorded(
          run.playbook(), run.versionId(), alert, told, nodes, mask.count(), List.copyOf(left));
    }

    /** Targets stand in keys too. */
    private ObjectNode maskedKeys(ObjectNode script) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      script
          .properties()
          .forEach(
              e -> {
                JsonNode value = mask.json(e.getValue());
                if (e.getValue().isObject()) {
                  ObjectNode keyed = JsonNodeFactory.instance.objectNode();
                  value.properties().forEach(v -> keyed.set(mask.text(v.getKey()), v.getValue()));
                  value = keyed;
                }
                masked.set(e.getKey(), value);
              });
      return masked;
    }

    private ObjectNode alert(Alert a) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("uid", a.uid()).put("rule", a.rule()).put("title", a.title());
      json.put("severity", a.severity().key());
      ArrayNode attacks = json.putArray("attacks");
      a.attacks().forEach(t -> t.technique().or(t::tactic).ifPresent(attacks::add));
      ArrayNode targets = json.putArray("targets");
      a.targets().forEach(t -> targets.addObject().put("type", t.type().key()).put("id", t.id()));
      ObjectNode attributes = json.putObject("attributes");
      new TreeMap<>(a.attributes()).forEach(attributes::put);
      return json;
    }

    private ObjectNode script() {
      ObjectNode script = JsonNodeFactory.instance.objectNode();
      script.put("description", "Recorded: " + incident.title());
      put(script, "vendors", vendors());
      put(script, "outputs", outputs());
      put(script, "approvals", answers());
      ObjectNode filledIn = JsonNodeFactory.instance.objectNode();
      tasks.forEach(
          (node, variables) -> {
            if (!variables.isEmpty()) {
              filledIn.set(node, variables);
            }
          });
      put(script, "tasks", filledIn);
      if (!joins.isEmpty()) {
        ArrayNode after = script.putArray("joinAfter");
        joins.forEach(after::add);
      }
      return script;
    }

    private void put(ObjectNode script, String field, ObjectNode value) {
      if (!value.isEmpty()) {
        script.set(field, value);
      }
    }

    private ObjectNode vendors() {
      Map<ActionRow, String> words = new HashMap<>();
      for (ActionRow r : rows) {
        vendor(r).ifPresent(w -> words.put(r, w));
      }
      return byTopic(words, "confirmed");
    }

    private Optional<String> vendor(ActionRow r) {
      return switch (r.state()) {
        case APPLIED, CONFIRMED, DONE -> Optional.of("confirmed");
        case REFUSED, FAILED, UNRESOLVED -> r.error().flatMap(e -> said(e.code()));
        default -> {
          left.add("step " + r.nodeId() + ": " + r.topic() + " was given up before it was done");
          yield Optional.empty();
        }
      };
    }

    private Optional<String> said(ActionRow.Failure.Code code) {
      return switch (code) {
        case REFUSED -> Optional.of("refused");
        case UNAVAILABLE -> Optional.of("unavailable");
        case BAD_INPUT, NOT_APPROVED -> Optional.empty(); // No vendor was asked.
      };
    }

    private ObjectNode answers() {
      Map<String, ActionRow> byId =
          rows.stream().collect(Collectors.toMap(ActionRow::id, Function.identity()));
      Map<ActionRow, String> words = new HashMap<>();
      for (Approvals.Approval a : approvals.ofIncident(incident.id())) {
        ActionRow row = byId.get(a.action());
        if (row != null) {
          words.put(
              row,
              switch (a.state()) {
                case "DENIED" -> "deny";
                case "TIMED_OUT" -> "timeout";
                default -> "approve";
              });
        }
      }
      return byTopic(words, "approve");
    }

    /** By topic where all its targets had the same answer, else by topic and target. */
    private ObjectNode byTopic(Map<ActionRow, String> words, String usual) {
      Map<String, Set<String>> topics = new TreeMap<>();
      words.forEach((r, w) -> topics.computeIfAbsent(r.topic(), t -> new LinkedHashSet<>()).add(w));
      Map<String, String> told = new TreeMap<>();
      words.forEach(
          (r, w) -> {
            boolean one = topics.getOrDefault(r.topic(), Set.of()).size() == 1;
            String key = one ? r.topic() : r.topic() + " on " + r.target();
            String before = told.put(key, w);
            if (before != null && !before.equals(w)) {
              left.add(key + " was answered " + before + " and " + w + "; the case says " + w);
            }
          });
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      told.forEach(
          (key, word) -> {
            if (!word.equals(usual)) {
              json.put(key, word);
            }
          });
      return json;
    }

    private ObjectNode outputs() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      for (ActionRow r : rows) {
        if (r.output().isObject() && !r.output().isEmpty() && !r.rehearsed()) {
          json.set(r.topic() + " on " + r.target(), r.output());
        }
      }
      return json;
    }
  }
}
