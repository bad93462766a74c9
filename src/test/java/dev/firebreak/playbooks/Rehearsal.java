package dev.firebreak.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.alert.Alert;
import dev.firebreak.app.Assembly;
import dev.firebreak.audit.Entry;
import dev.firebreak.engine.PlaybookEngine.HumanTask;
import dev.firebreak.incident.Incidents;
import dev.firebreak.response.Runs;
import dev.firebreak.support.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Plays one case to its end, scene by scene: in each, everything that waits for vendors is answered
 * at once; where nothing does, people are asked; where nobody is, tasks are done.
 */
final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_SCENES = 40;
  private static final List<String> PEOPLE = List.of("person:ada", "person:grace", "person:lise");

  private final Case script;
  private final Diagram diagram;
  private final Assembly stages;
  private final Gate gate;
  private final HandClock clock;
  private final Story story;
  private final Incidents.Incident incident;
  private long told;
  private boolean joined;

  /** The first alert arrives. */
  Rehearsal(
      Case script, Diagram diagram, String title, Assembly stages, Gate gate, HandClock clock) {
    this.script = script;
    this.diagram = diagram;
    this.stages = stages;
    this.gate = gate;
    this.clock = clock;
    this.story = new Story(diagram, title, script.description());
    this.told = stages.trail.last();
    stages.intake.raise(script.alerts().get(0));
    this.incident = stages.incidents.list(Optional.of("OPEN"), 1).get(0);
  }

  private static String named(Alert a) {
    String targets = a.targets().stream().map(Object::toString).collect(Collectors.joining(", "));
    return a.uid() + " (" + a.severity().key() + ") names " + targets;
  }

  /** The incident's playbook. */
  String playbook() {
    return incident.playbook();
  }

  /** Plays on until nothing waits any more. */
  void play() {
    settle();
    story.scene("Alert " + named(script.alerts().get(0)), news());
    for (int scene = 1; scene <= MOST_SCENES; scene++) {
      Optional<String> title = next();
      if (title.isEmpty()) {
        return;
      }
      settle();
      story.scene(title.get(), news());
    }
    throw new AssertionError(
        "no end after " + MOST_SCENES + " scenes; so far:\n" + story.text(rows()));
  }

  private Optional<String> next() {
    if (!joined && script.joinAfter().filter(this::left).isPresent()) {
      joined = true;
      stages.intake.raise(script.alerts().get(1));
      return Optional.of("Later alert " + named(script.alerts().get(1)));
    }
    Set<String> calls = gate.waiting();
    if (!calls.isEmpty()) {
      // Now is the deadline of those whose vendor is away; all other deadlines are far.
      clock.forward(ScriptedVendors.PATIENCE);
      gate.let(calls);
      return Optional.of("Vendors answer");
    }
    List<Approvals.Approval> questions =
        stages.approvals.ofIncident(incident.id()).stream()
            .filter(Approvals.Approval::open)
            .toList();
    if (!questions.isEmpty()) {
      answer(questions);
      return Optional.of("Approvers answer");
    }
    List<HumanTask> tasks = tasks();
    tasks.forEach(this::complete);
    return tasks.isEmpty() ? Optional.empty() : Optional.of("Responders do their tasks");
  }

  /** Whether a node was passed: a step when it is over, any other node when it was entered. */
  private boolean left(String node) {
    boolean entered = story.passed().contains(node);
    return entered
        && rows().stream().filter(r -> r.nodeId().equals(node)).allMatch(r -> r.state().over());
  }

  /** Those who answer do so before those who stay silent run out of time. */
  private void answer(List<Approvals.Approval> questions) {
    List<Approvals.Approval> silent = new ArrayList<>();
    for (Approvals.Approval q : questions) {
      Case.Answer answer = script.answer(stages.actions.find(q.action()).orElseThrow().topic());
      if (answer == Case.Answer.TIMEOUT) {
        silent.add(q);
      } else {
        vote(q, answer == Case.Answer.APPROVE);
      }
    }
    silent.stream()
        .map(Approvals.Approval::expiresAt)
        .max(Comparator.naturalOrder())
        .ifPresent(
            last -> {
              clock.forwardTo(last.plusSeconds(1));
              stages.approvals.sweep();
            });
  }

  private void vote(Approvals.Approval question, boolean approve) {
    int votes = approve ? question.needed() : 1;
    for (String person : PEOPLE.subList(0, votes)) {
      try {
        stages.approvals.vote(question.id(), Callers.may(person), approve, "as scripted");
      } catch (Approvals.VoteRefused e) {
        throw new AssertionError(person + " may not vote: " + e.getMessage(), e);
      }
    }
  }

  private List<HumanTask> tasks() {
    return stages.people.openTasks().stream()
        .filter(t -> t.incidentId().equals(incident.id().toString()))
        .sorted(Comparator.comparing(HumanTask::nodeId))
        .toList();
  }

  private void complete(HumanTask task) {
    Map<String, Object> filledIn = script.filledIn(task.nodeId());
    assertThat(stages.people.complete(task.id(), PEOPLE.get(0), filledIn)).isPresent();
  }

  /** Waits until all that goes on by itself has gone as far as it can, and is written down. */
  private void settle() {
    await(
        this::quiet,
        () ->
            "these actions neither end nor wait for their vendor: "
                + rows().stream().filter(r -> r.state().underWay()).toList());
    await(() -> stages.trail.verify().waiting() == 0, () -> "audit entries are not being sealed");
  }

  private boolean quiet() {
    Set<String> calls = gate.waiting();
    List<ActionRow> underWay = rows().stream().filter(r -> r.state().underWay()).toList();
    Set<String> ids = underWay.stream().map(ActionRow::id).collect(Collectors.toSet());
    return underWay.stream()
        .allMatch(r -> calls.contains(r.id()) || r.shares().filter(ids::contains).isPresent());
  }

  private static void await(BooleanSupplier done, java.util.function.Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(otherwise.get());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private List<ActionRow> rows() {
    return stages.actions.ofIncident(incident.id());
  }

  private List<Entry> news() {
    UUID id = incident.id();
    List<Entry> news = stages.trail.of(id).stream().filter(e -> e.seq() > told).toList();
    told = stages.trail.last();
    return news;
  }

  /** Whether the second alert, if there is one, has arrived. */
  boolean allArrived() {
    return joined || script.joinAfter().isEmpty();
  }

  List<Runs.Run> runs() {
    return stages.runs.ofIncident(incident.id());
  }

  List<ActionRow> actions() {
    return rows();
  }

  /** Ids of the process's own end events that were reached. */
  List<String> ends() {
    return diagram.ends().stream().filter(story.passed()::contains).toList();
  }

  Set<String> passed() {
    return story.passed();
  }

  String trace() {
    return story.text(rows());
  }
}
