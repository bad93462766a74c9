package dev.firebreak.cases;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.alert.Alert;
import dev.firebreak.audit.Entry;
import dev.firebreak.engine.PlaybookEngine.HumanTask;
import dev.firebreak.incident.Incidents;
import dev.firebreak.response.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Plays one case to its end, round by round: in each, everything that waits for vendors is answered
 * at once; where nothing does, people are asked; where nobody is, tasks are done.
 */
final class CasePlay {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_ROUNDS = 100;
  private static final List<String> PEOPLE =
      List.of("person:ada", "person:grace", "person:lise", "person:emmy", "person:joan");

  /** Who fills in a task has a hand in the incident, and so decides about nothing after it. */
  private static final String RESPONDER = "person:hedy";

  private final Case script;
  private final Diagram diagram;
  private final CaseStages stages;
  private final Turnstile turnstile;
  private final CaseClock clock;
  private final Story story;
  private final Incidents.Incident incident;
  private final Map<String, Integer> rounds = new HashMap<>();
  private long told;
  private final CaseTime time;
  private int joined;
  private int round;

  /** The first alert arrives. */
  CasePlay(
      Case script,
      Diagram diagram,
      String playbook,
      CaseStages stages,
      Turnstile turnstile,
      CaseClock clock) {
    this.script = script;
    this.diagram = diagram;
    this.stages = stages;
    this.turnstile = turnstile;
    this.clock = clock;
    this.story = new Story(diagram, playbook + ", case " + script.name(), script.description());
    this.told = stages.trail().last();
    stages.intake().raise(script.alerts().get(0));
    this.incident =
        stages.incidents().list(Optional.of("OPEN"), 1).stream()
            .findFirst()
            .orElseThrow(() -> new CaseAborted("the alert opens no incident"));
    this.time = new CaseTime(script.after(), incident.id(), stages, clock);
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
    for (round = 1; round <= MOST_ROUNDS; round++) {
      Optional<String> title = next();
      if (title.isEmpty()) {
        return;
      }
      settle();
      story.scene(title.get(), news());
    }
    throw new CaseAborted("there is no end after " + MOST_ROUNDS + " rounds");
  }

  private Optional<String> next() {
    if (joined < script.joinAfter().size() && left(script.joinAfter().get(joined))) {
      joined++;
      stages.intake().raise(script.alerts().get(joined));
      return Optional.of("Later alert " + named(script.alerts().get(joined)));
    }
    Set<String> calls = turnstile.waiting();
    if (!calls.isEmpty()) {
      // Now is the deadline of those whose vendor is away; all other deadlines are far.
      clock.forward(ScriptedVendors.PATIENCE);
      turnstile.let(calls);
      return Optional.of("Vendors answer");
    }
    Optional<String> later = time.pass(story.passed());
    if (later.isPresent()) {
      return later;
    }
    List<Approvals.Approval> questions =
        stages.approvals().ofIncident(incident.id()).stream()
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
      ActionRow asked = stages.actions().find(q.action()).orElseThrow();
      Case.Answer answer = script.answer(asked.topic(), asked.target().toString());
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
              stages.approvals().sweep();
            });
  }

  private void vote(Approvals.Approval question, boolean approve) {
    int votes = approve ? question.needed() : 1;
    for (String person : PEOPLE.subList(0, Math.min(votes, PEOPLE.size()))) {
      try {
        stages.approvals().vote(question.id(), everything(person), approve, "as scripted");
      } catch (Approvals.VoteRefused e) {
        throw new CaseAborted(person + " may not vote: " + e.getMessage(), e);
      }
    }
  }

  private static Caller everything(String person) {
    return new Caller(
        person,
        person,
        Caller.Means.TOKEN,
        Grant.of(List.of("responder", "approver"), List.of("*")));
  }

  private List<HumanTask> tasks() {
    return stages.people().openTasks().stream()
        .filter(t -> t.incidentId().equals(incident.id().toString()))
        .sorted(Comparator.comparing(HumanTask::nodeId))
        .toList();
  }

  private void complete(HumanTask task) {
    try {
      stages.people().complete(task.id(), RESPONDER, script.filledIn(task.nodeId()));
    } catch (IllegalArgumentException e) {
      throw new CaseAborted(
          "task "
              + task.nodeId()
              + " cannot be completed: "
              + e.getMessage()
              + "; say what the person fills in under tasks in script.json",
          e);
    }
  }

  /** Waits until all that goes on by itself has gone as far as it can, and is written down. */
  private void settle() {
    await(
        this::quiet,
        () ->
            "these actions neither end nor wait for their vendor: "
                + rows().stream()
                    .filter(r -> r.state().underWay())
                    .map(r -> r.nodeId() + " " + r.topic())
                    .toList());
    await(() -> stages.trail().waiting() == 0, () -> "audit entries are not being sealed");
    rows().forEach(r -> rounds.putIfAbsent(r.id(), round));
    time.look();
  }

  private boolean quiet() {
    Set<String> calls = turnstile.waiting();
    List<ActionRow> underWay = rows().stream().filter(r -> r.state().underWay()).toList();
    Set<String> ids = underWay.stream().map(ActionRow::id).collect(Collectors.toSet());
    return underWay.stream()
        .allMatch(r -> calls.contains(r.id()) || r.shares().filter(ids::contains).isPresent());
  }

  private static void await(BooleanSupplier done, Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new CaseAborted(otherwise.get());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CaseAborted("the play was interrupted", e);
      }
    }
  }

  private List<ActionRow> rows() {
    return stages.actions().ofIncident(incident.id());
  }

  private List<Entry> news() {
    List<Entry> news =
        stages.trail().of(incident.id()).stream().filter(e -> e.seq() > told).toList();
    told = stages.trail().last();
    return news;
  }

  /** What is wrong with the way it ended, whatever its trace says. */
  List<String> problems(String expectedPlaybook) {
    List<String> all = new ArrayList<>();
    if (!playbook().equals(expectedPlaybook)) {
      all.add(
          "triage.dmn sends this alert to '"
              + playbook()
              + "', not to "
              + expectedPlaybook
              + ": give triage.dmn a rule for it, or change the alert");
    }
    List<Runs.Run> runs = stages.runs().ofIncident(incident.id());
    for (Runs.Run r : runs) {
      if (!r.state().equals("COMPLETED")) {
        all.add("the run did not end: " + r.problem().orElse("it is " + r.state()));
      }
    }
    if (joined < script.joinAfter().size()) {
      all.add(
          "alert "
              + (joined + 2)
              + " never arrived: the run did not pass '"
              + script.joinAfter().get(joined)
              + "', which joinAfter names");
    }
    for (String node : time.never()) {
      all.add("no time passed at '" + node + "', which after names: the run did not come to it");
    }
    for (ActionRow row : rows()) {
      row.error()
          .filter(e -> e.code() == ActionRow.Failure.Code.BAD_INPUT)
          .ifPresent(e -> all.add("step " + row.nodeId() + ": " + e.message()));
    }
    return all;
  }

  List<CaseResult.Asked> asked() {
    return rows().stream()
        .map(
            r ->
                new CaseResult.Asked(
                    rounds.getOrDefault(r.id(), round),
                    r.nodeId(),
                    r.topic(),
                    r.target().toString()))
        .sorted(
            Comparator.comparing(CaseResult.Asked::round)
                .thenComparing(CaseResult.Asked::node)
                .thenComparing(CaseResult.Asked::topic)
                .thenComparing(CaseResult.Asked::target))
        .toList();
  }

  /** Ids of the flow nodes passed, in the diagram's order. */
  List<String> passed() {
    return diagram.nodes().keySet().stream().filter(story.passed()::contains).toList();
  }

  String trace() {
    return story.text(rows());
  }

  /** So that the next case's alerts open an incident of their own. */
  void over() {
    stages.people().close(incident.id(), RESPONDER, "the case is over");
  }
}
