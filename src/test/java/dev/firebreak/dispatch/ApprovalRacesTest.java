package dev.firebreak.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Caller;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ApprovalTable;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.Questions;
import dev.firebreak.action.StepUp;
import dev.firebreak.action.VotingRights;
import dev.firebreak.dispatch.ApprovalModel.Act;
import dev.firebreak.dispatch.Linearizability.Seen;
import dev.firebreak.response.Involvement;
import dev.firebreak.support.Callers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Votes, withdrawals, time and changes at once, over a real PostgreSQL: hundreds of random
 * histories are each explained by some order of the same acts.
 */
class ApprovalRacesTest {
  private static final int HISTORIES = 400;
  private static final long SEED = 20_260_101L;
  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final String ASKER = "person:asker";
  private static final List<String> VOTERS = List.of("person:ana", "person:ben", "person:cyd");

  private static Stages stages;
  private static UUID incident;
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor();

  @BeforeAll
  static void start() throws Exception {
    stages =
        new Stages(
            Map.of("vendor", 16, "teller", 4),
            List.of(Playbook.of("tell", "teller.tell")),
            new DecisionText(
                    "policy", "action", List.of("verdict", "approvals", "timeout", "onTimeout"))
                .when("vendor.contain-asked", "ask", "2", "PT10M", "hold")
                .when("", "run", "0", "PT0S", "hold"));
    incident = stages.incident("tell", "races-" + UUID.randomUUID());
  }

  @AfterAll
  static void stop() throws Exception {
    THREADS.shutdownNow();
    TIMER.shutdownNow();
    stages.close();
  }

  /** Moved by hand, for one history. */
  private static final class OwnClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    void pass(Duration time) {
      now.updateAndGet(n -> n.plus(time));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** One approval with a clock of its own. */
  private static final class Question {
    private final OwnClock clock = new OwnClock();
    private final Approvals approvals;
    private final String wallet = "races-" + UUID.randomUUID();
    private final String action;
    private final UUID id;

    Question() {
      Involvement involvement =
          new Involvement(
              stages.assembly.incidents,
              stages.assembly.inbox,
              stages.assembly.access.aliases(),
              Optional.empty());
      this.approvals =
          new Approvals(
              stages.assembly.database,
              new ApprovalTable(stages.assembly.database),
              stages.assembly.actions,
              stages.assembly.dispatcher,
              new VotingRights(involvement, version -> Set.of(), clock),
              new Questions(involvement),
              StepUp.NONE,
              involvement,
              told -> {},
              stages.assembly.audit,
              TIMER,
              clock,
              "node-1");
      this.action =
          stages
              .assembly
              .manual
              .request(
                  incident,
                  "vendor.contain-asked",
                  Map.of("wallet", wallet),
                  Callers.may(ASKER),
                  "a race")
              .orElseThrow()
              .id();
      this.id =
          stages.assembly.database.read(
              h ->
                  h.createQuery("select id from approval where action = :a")
                      .bind("a", action)
                      .mapTo(UUID.class)
                      .one());
    }

    String act(Act act) throws Exception {
      if (act instanceof Act.Vote v) {
        return vote(Callers.may(v.person()), v.yes());
      } else if (act instanceof Act.TakeBack) {
        return takeBack();
      } else if (act instanceof Act.Change) {
        stages.assembly.database.inTransaction(
            h ->
                h.execute(
                    "update action set input = '{\"wallet\": \"another\"}' where id = ?", action));
      } else if (act instanceof Act.TimePasses) {
        clock.pass(WAIT.plusSeconds(1));
      } else if (act instanceof Act.Expire) {
        approvals.sweep();
      }
      return "done";
    }

    private String vote(Caller by, boolean yes) {
      try {
        approvals.vote(id, by, yes, "");
        return "counted";
      } catch (Approvals.VoteRefused e) {
        return why(e.getMessage());
      }
    }

    private String takeBack() {
      try {
        approvals.takeBack(id, Callers.may(ASKER), "");
        return "done";
      } catch (Approvals.VoteRefused e) {
        return why(e.getMessage());
      }
    }

    private static String why(String message) {
      if (message.contains("is closed")) {
        return "closed";
      } else if (message.contains("voted here already")) {
        return "twice";
      }
      return message.contains("is void") ? "void" : message;
    }

    Approvals.Approval approval() {
      return approvals.find(id).orElseThrow();
    }

    /** Waits until the dispatcher has done what follows, if anything does. */
    String dispatched() {
      if (approval().open()) {
        return "waits";
      }
      Stages.await(
          "the end of " + action,
          () -> stages.assembly.actions.find(action).map(ActionRow::state).orElseThrow(),
          ActionRow.State::over);
      int calls = ScriptedVendor.script(wallet).calls().size();
      assertThat(calls).as("calls of the vendor").isLessThanOrEqualTo(1);
      return calls == 1 ? "called" : "not called";
    }

    /** So that no later sweep finds it. */
    void settle() {
      stages.assembly.database.inTransaction(
          h ->
              h.execute(
                  "update approval set state = 'WITHDRAWN' where id = ? and state = 'OPEN'", id));
    }
  }

  private static List<List<Act>> plan(Random random) {
    List<List<Act>> threads = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int t = 0; t < count; t++) {
      List<Act> acts = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        acts.addAll(acts(random));
      }
      threads.add(acts);
    }
    return threads;
  }

  private static List<Act> acts(Random random) {
    String voter = VOTERS.get(random.nextInt(VOTERS.size()));
    return switch (random.nextInt(12)) {
      case 0 -> List.of(new Act.TakeBack());
      case 1 -> List.of(new Act.Change());
      case 2 -> List.of(new Act.TimePasses(), new Act.Expire());
      case 3 -> List.of(new Act.Expire());
      case 4 -> List.of(new Act.Vote(voter, false));
      default -> List.of(new Act.Vote(voter, true));
    };
  }

  private static List<Seen<Act>> run(Question question, List<List<Act>> plan) throws Exception {
    CyclicBarrier start = new CyclicBarrier(plan.size());
    long began = System.nanoTime();
    List<Future<List<Seen<Act>>>> running = new ArrayList<>();
    for (List<Act> acts : plan) {
      Callable<List<Seen<Act>>> thread =
          () -> {
            start.await();
            List<Seen<Act>> seen = new ArrayList<>();
            for (Act act : acts) {
              long from = System.nanoTime();
              String answer = question.act(act);
              seen.add(new Seen<>(act, answer, from, System.nanoTime()));
            }
            return seen;
          };
      running.add(THREADS.submit(thread));
    }
    List<Seen<Act>> history = new ArrayList<>();
    for (Future<List<Seen<Act>>> one : running) {
      history.addAll(one.get());
    }
    history.add(new Seen<>(new Act.Dispatch(), question.dispatched(), began, System.nanoTime()));
    return history;
  }

  private static boolean isExplained(Question question, List<Seen<Act>> history) {
    Approvals.Approval end = question.approval();
    TreeSet<String> yes = new TreeSet<>();
    TreeSet<String> no = new TreeSet<>();
    end.votes().forEach(v -> (v.vote().equals("APPROVE") ? yes : no).add(v.subject()));
    return Linearizability.holds(
        history,
        ApprovalModel.ASKED,
        ApprovalModel::after,
        s -> s.state().equals(end.state()) && s.yes().equals(yes) && s.no().equals(no));
  }

  @Test
  void whateverHappensAtOnceCouldHaveHappenedOneAfterTheOther() throws Exception {
    Map<String, Integer> ends = new java.util.TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      Question question = new Question();
      List<List<Act>> plan = plan(new Random(SEED + i));

      List<Seen<Act>> history = run(question, plan);

      assertThat(isExplained(question, history))
          .as("history %d ended %s: %s", i, question.approval(), history)
          .isTrue();
      ends.merge(question.approval().state(), 1, Integer::sum);
      question.settle();
    }
    assertThat(ends)
        .as("every end was come to")
        .containsKeys("OPEN", "APPROVED", "DENIED", "TIMED_OUT", "WITHDRAWN", "VOID");
  }

  @Test
  void anAnswerThatNoOrderGivesIsFound() {
    List<Seen<Act>> history =
        List.of(
            new Seen<>(new Act.Vote("person:ana", false), "counted", 0, 10),
            new Seen<>(new Act.Vote("person:ben", true), "counted", 20, 30));

    boolean holds =
        Linearizability.holds(history, ApprovalModel.ASKED, ApprovalModel::after, s -> true);

    assertThat(holds).as("a vote counted after the no that ended the asking").isFalse();
  }

  @Test
  void anEndThatNoOrderLeadsToIsFound() {
    List<Seen<Act>> history =
        List.of(
            new Seen<>(new Act.Vote("person:ana", true), "counted", 0, 10),
            new Seen<>(new Act.Vote("person:ben", true), "counted", 5, 15));

    boolean holds =
        Linearizability.holds(
            history, ApprovalModel.ASKED, ApprovalModel::after, s -> s.state().equals("OPEN"));

    assertThat(holds).as("two votes and still open").isFalse();
  }
}
