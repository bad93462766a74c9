package dev.firebreak.response;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.access.AccessRefused;
import dev.firebreak.access.Caller;
import dev.firebreak.action.Policy;
import dev.firebreak.action.Rehearsals;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Preview;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.engine.RehearsalScript;
import dev.firebreak.engine.Rehearsed;
import dev.firebreak.incident.Context;
import dev.firebreak.incident.Incidents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Plays a playbook's file, drawn or in force, on a recorded incident or a sample. Nothing leaves
 * but the questions of a rehearsal, which change nothing, and those only for who may ask them;
 * nothing is kept. Safe for all threads.
 */
public final class PlaybookRehearsals {
  private static final Duration FOR_VENDORS = Duration.ofSeconds(20);

  private final Incidents incidents;
  private final PlaybookData data;
  private final PlaybookEngine engine;
  private final Rehearsals rehearsals;
  private final Clock clock;

  public PlaybookRehearsals(
      Incidents incidents,
      PlaybookData data,
      PlaybookEngine engine,
      Rehearsals rehearsals,
      Clock clock) {
    this.incidents = incidents;
    this.data = data;
    this.engine = engine;
    this.rehearsals = rehearsals;
    this.clock = clock;
  }

  /**
   * How the world answers.
   *
   * @param answers what people fill into tasks, by node id
   * @param failures error codes of the steps that fail, by node id
   */
  public record World(Map<String, Map<String, Object>> answers, Map<String, String> failures) {
    public World {
      answers = Map.copyOf(answers);
      failures = Map.copyOf(failures);
    }
  }

  /**
   * One place that was reached.
   *
   * @param target what the action works on
   * @param ruling what policy would say
   * @param preview what it would do, asked of the vendor
   * @param note why there is no target, ruling or preview
   */
  public record Step(
      Rehearsed.Event event,
      Optional<String> target,
      Optional<Policy.Ruling> ruling,
      Optional<Preview> preview,
      Optional<String> note) {}

  /** The whole rehearsal. */
  public record Played(List<Step> steps, boolean ended, Optional<String> stopped) {}

  /** A recorded incident to rehearse on. */
  public Optional<Incidents.Incident> recorded(UUID id) {
    return incidents.find(id);
  }

  /** An incident that an alert would open; it is not stored. */
  public Incidents.Incident sample(Alert alert, String playbook) {
    Instant now = clock.instant();
    return new Incidents.Incident(
        UUID.randomUUID(),
        alert.title(),
        alert.severity(),
        "OPEN",
        playbook,
        "normal",
        JsonNodeFactory.instance.objectNode(),
        Context.of(alert, "sample"),
        List.of(),
        now,
        now,
        Optional.empty(),
        1,
        0);
  }

  /**
   * Plays a file.
   *
   * @throws PlaybookRefused with what would keep it from being deployed
   */
  public Played play(String name, byte[] bpmn, Incidents.Incident on, World world, Caller by)
      throws PlaybookRefused {
    Rehearsed run = engine.rehearse(name, bpmn, script(on, world));
    Map<String, Long> radius =
        run.events().stream()
            .filter(e -> e.topic().isPresent())
            .collect(Collectors.groupingBy(e -> e.topic().orElseThrow(), Collectors.counting()));
    Instant until = clock.instant().plus(FOR_VENDORS);
    List<Step> steps = new ArrayList<>();
    for (Rehearsed.Event event : run.events()) {
      steps.add(
          event.topic().isEmpty()
              ? plain(event, Optional.empty())
              : action(event, name, on.severity(), radius, until, by));
    }
    return new Played(List.copyOf(steps), run.ended(), run.stopped());
  }

  private RehearsalScript script(Incidents.Incident on, World world) {
    Map<String, Object> sample = data.sample(on);
    return new RehearsalScript() {
      @Override
      public Map<String, Object> data() {
        return sample;
      }

      @Override
      public Optional<String> failure(String nodeId) {
        return Optional.ofNullable(world.failures().get(nodeId));
      }

      @Override
      public Map<String, Object> answer(String nodeId) {
        return world.answers().getOrDefault(nodeId, Map.of());
      }
    };
  }

  private static Step plain(Rehearsed.Event event, Optional<String> note) {
    return new Step(event, Optional.empty(), Optional.empty(), Optional.empty(), note);
  }

  private Step action(
      Rehearsed.Event event,
      String playbook,
      Severity severity,
      Map<String, Long> radius,
      Instant until,
      Caller by) {
    String topic = event.topic().orElseThrow();
    try {
      Optional<Rehearsals.Judged> judged =
          rehearsals.judge(
              topic, event.inputs(), severity, playbook, radius.getOrDefault(topic, 1L));
      return judged
          .map(j -> asked(event, topic, severity, until, by, j))
          .orElseGet(() -> plain(event, Optional.of("no connector offers " + topic)));
    } catch (ActionFailure bad) {
      return plain(event, Optional.of(bad.getMessage()));
    }
  }

  private Step asked(
      Rehearsed.Event event,
      String topic,
      Severity severity,
      Instant until,
      Caller by,
      Rehearsals.Judged judged) {
    Optional<Preview> preview = Optional.empty();
    Optional<String> note = Optional.empty();
    if (clock.instant().isAfter(until)) {
      note = Optional.of("not asked what it would hit: the vendors before it took too long");
    } else {
      try {
        preview =
            rehearsals
                .rehearse(topic, event.inputs(), "rehearsal", severity, by)
                .map(Rehearsals.Rehearsed::preview);
      } catch (ActionFailure failed) {
        note = Optional.of(failed.getMessage());
      } catch (AccessRefused refused) {
        note = Optional.of("not asked what it would hit: " + refused.getMessage());
      }
    }
    return new Step(
        event,
        Optional.of(judged.target().toString()),
        Optional.of(judged.ruling()),
        preview,
        note);
  }
}
