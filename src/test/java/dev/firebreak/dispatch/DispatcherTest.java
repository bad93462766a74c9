package dev.firebreak.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionRow.Containment;
import dev.firebreak.action.ActionRow.Failure.Code;
import dev.firebreak.action.ActionRow.State;
import dev.firebreak.action.Approvals;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Observation;
import dev.firebreak.response.Runs;
import dev.firebreak.support.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One action has one effect, nothing fails or hangs in silence: the dispatcher on a real database
 * and a real engine, against vendors that do what each test's script says.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DispatcherTest {
  private static final String CANARY = "canary-7Qx2-must-not-be-seen";

  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static LogLines log;
  private static Stages stages;
  private static String hangingWallet;
  private static UUID hanging;

  @BeforeAll
  static void start() throws Exception {
    log = LogLines.start();
    stages = new Stages(instances(), playbooks(), policy());
    // Takes the longest of all, so it starts first: the vendor never answers.
    hangingWallet = stages.wallet();
    ScriptedVendor.script(hangingWallet).does(n -> Script.hang(RELEASED));
    hanging = stages.incident("hang", hangingWallet);
  }

  /** Vendors apart from each other, so that one test's failures open no other one's breaker. */
  private static Map<String, Integer> instances() {
    Map<String, Integer> all = new HashMap<>();
    playbooks().forEach(p -> all.put(p.instance(), 16));
    all.put("slow", 4);
    all.put("narrow", 1);
    return all;
  }

  private static List<Playbook> playbooks() {
    return List.of(
        Playbook.of("contain", "vendor.contain"),
        Playbook.of("lost", "lossy.contain"),
        Playbook.of("once", "careful.contain-once"),
        Playbook.of("busy", "busy.contain"),
        Playbook.of("down", "down.contain"),
        Playbook.of("too-late", "late.contain-briefly"),
        Playbook.of("again", "again.contain-briefly"),
        Playbook.of("unseen", "unseen.contain-briefly"),
        Playbook.of("tell-once", "teller.tell-once"),
        Playbook.twice("twice", "vendor.tell"),
        Playbook.catching("caught", "strict.contain", "REFUSED"),
        Playbook.catching("caught-late", "later.contain-briefly", "UNAVAILABLE"),
        Playbook.leaving("left", "left.contain"),
        Playbook.of("hang", "slow.contain-briefly"),
        Playbook.of("narrow", "narrow.tell"),
        Playbook.of("shaky", "shaky.contain"),
        Playbook.of("never", "vendor.contain-never"),
        Playbook.of("asked", "vendor.contain-asked"),
        Playbook.of("anyway", "vendor.contain-anyway"),
        Playbook.of("held", "vendor.contain-held"),
        Playbook.of("escalated", "vendor.contain-escalated"));
  }

  private static DecisionText policy() {
    return new DecisionText(
            "policy", "action", List.of("verdict", "approvals", "timeout", "onTimeout"))
        .when("vendor.contain-never", "never", "0", "PT0S", "hold")
        .when("vendor.contain-asked", "ask", "2", "PT15M", "hold")
        .when("vendor.contain-anyway", "ask", "1", "PT1S", "contain")
        .when("vendor.contain-held", "ask", "1", "PT1S", "hold")
        .when("vendor.contain-escalated", "ask", "1", "PT1S", "escalate")
        .when("", "run", "0", "PT0S", "hold");
  }

  @AfterAll
  static void stop() throws Exception {
    RELEASED.countDown();
    log.close();
    stages.close();
  }

  // Trying again

  @Test
  @Order(1)
  void aVendorThatAsksForAPauseIsNotAskedAgainBeforeItIsOver() {
    String wallet = stages.wallet();
    Script script =
        ScriptedVendor.script(wallet)
            .does(
                n -> {
                  if (n == 1) {
                    throw ActionFailure.unavailable("too many requests", Duration.ofMillis(1_500));
                  }
                  return "ref";
                });

    ActionRow done = stages.ended(stages.incident("busy", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(script.pauses()).hasSize(1);
    assertThat(script.pauses().get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  @Order(1)
  void pausesBetweenTriesGrowAndEveryTryHasTheSameKey() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).does(failingUntil(4, "down"));

    ActionRow done = stages.ended(stages.incident("down", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(done.attempts()).isEqualTo(4);
    assertThat(script.calls()).extracting(Script.Asked::key).containsOnly(done.id());
    for (int i = 0; i < 3; i++) {
      assertThat(script.pauses().get(i))
          .isGreaterThanOrEqualTo(Duration.ofMillis((250L << i) * 3 / 4));
    }
  }

  @Test
  @Order(1)
  void whatIsNotPossibleBeforeItsDeadlineFailsWhereAPersonSeesIt() {
    String wallet = stages.wallet();
    ScriptedVendor.script(wallet)
        .does(
            n -> {
              throw ActionFailure.unavailable("the vendor is down");
            });

    UUID incident = stages.incident("too-late", wallet);

    ActionRow failed = stages.ended(incident);
    Runs.Run run = stages.run(incident, "STUCK");
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.error().orElseThrow().code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(failed.error().orElseThrow().message())
        .contains("late.contain-briefly", wallet, "the vendor is down");
    assertThat(failed.containment()).isEmpty();
    assertThat(run.problem().orElseThrow()).contains("'act'", "the vendor is down");
    assertThat(stages.engineIncidents(run.id())).isEqualTo(1);
    stages.told(incident, "action.retrying", "action.failed", "run.stuck");
  }

  @Test
  @Order(1)
  void aDeadlineThatTheDiagramCatchesLetsTheRunGoOn() {
    String wallet = stages.wallet();
    ScriptedVendor.script(wallet)
        .does(
            n -> {
              throw ActionFailure.unavailable("the vendor is down");
            });

    UUID incident = stages.incident("caught-late", wallet);

    stages.run(incident, "COMPLETED");
    assertThat(stages.action(incident).state()).isEqualTo(State.FAILED);
  }

  @Test
  @Order(1)
  void aPersonCanTryAgainWhatHasFailed() {
    String wallet = stages.wallet();
    AtomicBoolean up = new AtomicBoolean();
    Script script =
        ScriptedVendor.script(wallet)
            .does(
                n -> {
                  if (!up.get()) {
                    throw ActionFailure.unavailable("down");
                  }
                  return "ref";
                });
    UUID incident = stages.incident("again", wallet);
    Runs.Run stuck = stages.run(incident, "STUCK");
    String id = stages.action(incident).id();
    up.set(true);

    stages.assembly.people.retry(id, Callers.may("person:ana")).orElseThrow();

    stages.run(incident, "COMPLETED");
    assertThat(stages.action(incident).state()).isEqualTo(State.CONFIRMED);
    assertThat(stages.engineIncidents(stuck.id())).isZero();
    assertThat(script.calls()).extracting(Script.Asked::key).containsOnly(id);
    stages.told(incident, "action.retried");
  }

  @Test
  @Order(1)
  void aPersonCanHaveDoneAgainWhatWasAcceptedButIsNotInForce() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet);
    script.shows(
        n -> script.calls().size() < 2 ? Observation.absent("off") : Observation.holds("on"));
    UUID incident = stages.incident("unseen", wallet);
    stages.run(incident, "STUCK");

    stages
        .assembly
        .people
        .retry(stages.action(incident).id(), Callers.may("person:ana"))
        .orElseThrow();

    stages.run(incident, "COMPLETED");
    assertThat(stages.action(incident).state()).isEqualTo(State.CONFIRMED);
    assertThat(script.calls()).hasSize(2);
  }

  @Test
  @Order(1)
  void twoStepsThatDoTheSameAreTwoActionsWithKeysOfTheirOwn() {
    String wallet = stages.wallet();

    UUID incident = stages.incident("twice", wallet);

    stages.run(incident, "COMPLETED");
    assertThat(ScriptedVendor.script(wallet).calls())
        .extracting(Script.Asked::key)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  // Unknown outcomes

  @Test
  @Order(1)
  void aLostAnswerIsReadBackAndNotRepeatedWhenTheMeasureHolds() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).does(lostAnswers());

    ActionRow done = stages.ended(stages.incident("once", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(done.containment()).contains(Containment.CONFIRMED);
    assertThat(script.story()).containsExactly("call", "look");
  }

  @Test
  @Order(1)
  void aLostAnswerOfARepeatableActionIsReadBackAsWell() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).does(lostAnswers());

    ActionRow done = stages.ended(stages.incident("lost", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(script.story()).containsExactly("call", "look");
  }

  @Test
  @Order(1)
  void aLostAnswerWithNothingInForceIsRepeatedWithTheSameKey() {
    String wallet = stages.wallet();
    Script script =
        ScriptedVendor.script(wallet)
            .does(
                n -> {
                  if (n == 1) {
                    throw ActionFailure.unknown("the connection broke");
                  }
                  return "ref";
                })
            .shows(n -> n == 1 ? Observation.absent("not there") : Observation.holds("there"));

    ActionRow done = stages.ended(stages.incident("lost", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(script.story()).containsExactly("call", "look", "call", "look");
    assertThat(script.calls()).extracting(Script.Asked::key).containsOnly(done.id());
  }

  @Test
  @Order(1)
  void whatMustNotBeRepeatedIsLookedForSeveralTimesBeforeItIs() {
    String wallet = stages.wallet();
    Script script =
        ScriptedVendor.script(wallet)
            .does(
                n -> {
                  if (n == 1) {
                    throw ActionFailure.unknown("the connection broke");
                  }
                  return "ref";
                })
            .shows(n -> n <= 2 ? Observation.absent("not seen yet") : Observation.holds("there"));

    ActionRow done = stages.ended(stages.incident("once", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(script.story()).containsExactly("call", "look", "look", "look");
  }

  @Test
  @Order(1)
  void whatCanNeitherBeReadBackNorRepeatedGoesToAPerson() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).does(lostAnswers());

    UUID incident = stages.incident("tell-once", wallet);

    stages.run(incident, "STUCK");
    assertThat(stages.action(incident).state()).isEqualTo(State.UNRESOLVED);
    assertThat(script.calls()).hasSize(1);
  }

  @Test
  @Order(1)
  void whatTheVendorAcceptedIsPolledUntilItHolds() {
    String wallet = stages.wallet();
    AtomicBoolean there = new AtomicBoolean();
    Script script =
        ScriptedVendor.script(wallet)
            .shows(n -> there.get() ? Observation.holds("on") : Observation.pending("on its way"));
    UUID incident = stages.incident("once", wallet);
    ActionRow applied = stages.inState(incident, State.APPLIED);

    there.set(true);

    ActionRow done = stages.ended(incident);
    assertThat(applied.containment()).contains(Containment.APPLIED);
    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(done.detail()).contains("on");
    assertThat(script.calls()).hasSize(1);
    assertThat(script.looks()).hasSizeGreaterThan(1);
  }

  @Test
  @Order(1)
  void whatIsNeverSeenInForceEndsUnresolvedInTheLedgerAndStopsTheRun() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).shows(n -> Observation.absent("off"));

    UUID incident = stages.incident("unseen", wallet);

    Runs.Run run = stages.run(incident, "STUCK");
    ActionRow action = stages.action(incident);
    assertThat(action.state()).isEqualTo(State.UNRESOLVED);
    assertThat(action.containment()).contains(Containment.UNKNOWN);
    assertThat(action.error().orElseThrow().message()).contains("not seen in force", "off");
    assertThat(stages.engineIncidents(run.id())).isEqualTo(1);
    assertThat(script.calls()).hasSize(1);
  }

  @Test
  @Order(1)
  void aConnectorThatThrowsWhatItMustNotIsAnUnknownOutcome() {
    String wallet = stages.wallet();
    Script script =
        ScriptedVendor.script(wallet)
            .does(
                n -> {
                  throw new IllegalStateException("header 'Bearer " + CANARY + "' is bad");
                });

    ActionRow done = stages.ended(stages.incident("once", wallet));

    assertThat(done.state()).isEqualTo(State.CONFIRMED);
    assertThat(script.story()).containsExactly("call", "look");
  }

  // Refusals

  @Test
  @Order(1)
  void aRefusalThatTheDiagramCatchesLetsTheRunGoOn() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).does(refusing());

    UUID incident = stages.incident("caught", wallet);

    stages.run(incident, "COMPLETED");
    assertThat(stages.action(incident).state()).isEqualTo(State.REFUSED);
    assertThat(script.calls()).hasSize(1);
  }

  @Test
  @Order(1)
  void aRefusalThatNothingCatchesStopsTheRunWhereAPersonSeesIt() {
    String wallet = stages.wallet();
    Script script = ScriptedVendor.script(wallet).does(refusing());

    UUID incident = stages.incident("contain", wallet);

    Runs.Run run = stages.run(incident, "STUCK");
    assertThat(run.problem().orElseThrow()).contains("the account is protected", "REFUSED", "act");
    assertThat(stages.engineIncidents(run.id())).isEqualTo(1);
    assertThat(script.calls()).hasSize(1);
  }

  // Policy and approvals

  @Test
  @Order(1)
  void whatPolicyNeverAllowsIsNotDone() {
    String wallet = stages.wallet();

    UUID incident = stages.incident("never", wallet);

    stages.run(incident, "STUCK");
    ActionRow action = stages.action(incident);
    assertThat(action.state()).isEqualTo(State.REFUSED);
    assertThat(action.error().orElseThrow().code()).isEqualTo(Code.NOT_APPROVED);
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  @Test
  @Order(1)
  void tryingAgainDoesNotGetRoundAPolicyThatSaysNever() {
    String wallet = stages.wallet();
    UUID incident = stages.incident("never", wallet);
    stages.run(incident, "STUCK");

    stages.assembly.people.retry(stages.action(incident).id(), Callers.may("person:ana"));

    stages.run(incident, "STUCK");
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  @Test
  @Order(1)
  void whatNeedsTwoPeopleRunsAtTheSecondYesOfSomebodyElse() throws Exception {
    String wallet = stages.wallet();
    UUID incident = stages.incident("asked", wallet);
    UUID asked = approval(incident).id();
    stages.assembly.approvals.vote(asked, Callers.may("person:ana"), true, "");
    List<String> afterOne = ScriptedVendor.script(wallet).story();

    stages.assembly.approvals.vote(asked, Callers.may("person:ben"), true, "");

    stages.run(incident, "COMPLETED");
    assertThat(afterOne).isEmpty();
    assertThat(stages.action(incident).state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  @Order(1)
  void oneNoEndsTheAskingAndNothingIsDone() throws Exception {
    String wallet = stages.wallet();
    UUID incident = stages.incident("asked", wallet);

    stages.assembly.approvals.vote(
        approval(incident).id(), Callers.may("person:ana"), false, "wrong wallet");

    Runs.Run run = stages.run(incident, "STUCK");
    assertThat(run.problem().orElseThrow()).contains("denied by person:ana");
    assertThat(stages.action(incident).error().orElseThrow().code()).isEqualTo(Code.NOT_APPROVED);
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  @Test
  @Order(1)
  void silenceContainsWherePolicySaysSo() {
    String wallet = stages.wallet();

    UUID incident = stages.incident("anyway", wallet);

    stages.run(incident, "COMPLETED");
    assertThat(stages.action(incident).state()).isEqualTo(State.CONFIRMED);
    assertThat(approval(incident).state()).isEqualTo("TIMED_OUT");
  }

  @Test
  @Order(1)
  void silenceHoldsWherePolicySaysSo() {
    String wallet = stages.wallet();

    UUID incident = stages.incident("held", wallet);

    stages.run(incident, "STUCK");
    assertThat(stages.action(incident).error().orElseThrow().code()).isEqualTo(Code.NOT_APPROVED);
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  @Test
  @Order(1)
  void silenceEscalatesOnceAndThenHolds() {
    String wallet = stages.wallet();

    UUID incident = stages.incident("escalated", wallet);

    stages.run(incident, "STUCK");
    assertThat(approval(incident).escalated()).isTrue();
    stages.told(incident, "approval.escalated", "approval.closed");
    assertThat(stages.story(incident)).containsOnlyOnce("approval.escalated");
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  // Steps that their run leaves

  @Test
  @Order(1)
  void whatWaitsForItsNextTryIsWithdrawnWhenTheRunLeavesItsStep() {
    String wallet = stages.wallet();
    Script script =
        ScriptedVendor.script(wallet)
            .does(
                n -> {
                  throw ActionFailure.unavailable("too many requests", Duration.ofSeconds(3));
                });
    UUID incident = stages.incident("left", wallet);

    ActionRow left = stages.ended(incident);

    assertThat(left.state()).isEqualTo(State.WITHDRAWN);
    assertThat(stages.run(incident, "COMPLETED").problem()).isEmpty();
    Stages.pause(Duration.ofSeconds(3));
    assertThat(script.calls()).hasSize(1);
  }

  @Test
  @Order(1)
  void whatIsOnItsWayWhenTheRunLeavesItsStepEndsInTheLedger() {
    String wallet = stages.wallet();
    CountDownLatch answer = new CountDownLatch(1);
    ScriptedVendor.script(wallet).does(n -> Script.hang(answer));
    UUID incident = stages.incident("left", wallet);
    stages.run(incident, "COMPLETED");

    answer.countDown();

    ActionRow done = stages.inState(incident, State.CONFIRMED);
    assertThat(done.containment()).contains(Containment.CONFIRMED);
  }

  @Test
  @Order(1)
  void whatTheVendorHasAcceptedWhenTheRunLeavesItsStepEndsInTheLedger() {
    String wallet = stages.wallet();
    AtomicBoolean there = new AtomicBoolean();
    ScriptedVendor.script(wallet)
        .shows(n -> there.get() ? Observation.holds("on") : Observation.pending("on its way"));
    UUID incident = stages.incident("left", wallet);
    stages.run(incident, "COMPLETED");

    there.set(true);

    ActionRow done = stages.inState(incident, State.CONFIRMED);
    assertThat(done.containment()).contains(Containment.CONFIRMED);
  }

  // Vendors that hold others up

  @Test
  @Order(1)
  void criticalGoesFirstInAFullQueue() {
    CountDownLatch answer = new CountDownLatch(1);
    String first = stages.wallet();
    ScriptedVendor.script(first).does(n -> Script.hang(answer));
    stages.incident("narrow", first);
    Stages.await("the first call", () -> ScriptedVendor.script(first).calls(), c -> !c.isEmpty());
    List<String> ordinary = Stream.generate(stages::wallet).limit(5).toList();
    ordinary.forEach(w -> stages.incident("narrow", w));
    String urgent = stages.wallet();
    UUID critical = stages.incident("narrow now", urgent);
    Stages.await("all requests", stages.assembly.dispatcher::underWay, n -> n >= 7);

    answer.countDown();

    stages.run(critical, "COMPLETED");
    List<Script.Asked> calls = new ArrayList<>(ScriptedVendor.script(urgent).calls());
    for (String w : ordinary) {
      calls.addAll(
          Stages.await("call on " + w, () -> ScriptedVendor.script(w).calls(), c -> !c.isEmpty()));
    }
    assertThat(calls.get(0).at())
        .isBeforeOrEqualTo(
            calls.stream().map(Script.Asked::at).min(java.time.Instant::compareTo).orElseThrow());
  }

  @Test
  @Order(1)
  void aVendorThatFailsAgainAndAgainIsLeftAloneAndThenTriedAgain() {
    AtomicBoolean up = new AtomicBoolean();
    List<String> wallets = Stream.generate(stages::wallet).limit(15).toList();
    wallets.forEach(
        w ->
            ScriptedVendor.script(w)
                .does(
                    n -> {
                      if (!up.get()) {
                        throw ActionFailure.unavailable("down");
                      }
                      return "ref";
                    }));
    List<UUID> incidents = wallets.stream().map(w -> stages.incident("shaky", w)).toList();
    Stages.await(
        "the breaker",
        () -> stages.auditSays("shaky failed repeatedly and is left alone for a moment"),
        seen -> seen);

    up.set(true);

    incidents.forEach(i -> assertThat(stages.ended(i).state()).isEqualTo(State.CONFIRMED));
  }

  @Test
  @Order(2)
  void aVendorThatNeverAnswersHoldsUpNoOther() {
    List<UUID> stuck =
        IntStream.range(0, 6)
            .mapToObj(
                i -> {
                  String w = stages.wallet();
                  ScriptedVendor.script(w).does(n -> Script.hang(RELEASED));
                  return stages.incident("hang", w);
                })
            .toList();

    UUID incident = stages.incident("contain", stages.wallet());

    assertThat(stages.ended(incident).state()).isEqualTo(State.CONFIRMED);
    assertThat(stuck).allMatch(i -> stages.action(i).state() == State.REQUESTED);
  }

  @Test
  @Order(3)
  void aCallThatNeverReturnsEndsUnresolvedAllTheSame() {
    ActionRow action = stages.ended(hanging);

    Runs.Run run = stages.run(hanging, "STUCK");
    assertThat(action.state()).isEqualTo(State.UNRESOLVED);
    assertThat(action.containment()).contains(Containment.UNKNOWN);
    assertThat(action.error().orElseThrow().message()).contains("may or may not have happened");
    assertThat(stages.engineIncidents(run.id())).isEqualTo(1);
    assertThat(ScriptedVendor.script(hangingWallet).calls()).hasSize(1);
  }

  @Test
  @Order(4)
  void noSecretOfAConnectorsFailureIsInTheDatabaseOrTheLog() {
    List<String> rows = stages.everyRow().filter(row -> row.contains(CANARY)).toList();
    List<String> lines = log.lines().stream().filter(line -> line.contains(CANARY)).toList();
    assertThat(rows).isEmpty();
    assertThat(lines).isEmpty();
    assertThat(log.lines()).anyMatch(line -> line.contains("failed in a way it must not"));
  }

  private static Script.Body failingUntil(int ok, String why) {
    return n -> {
      if (n < ok) {
        throw ActionFailure.unavailable(why);
      }
      return "ref";
    };
  }

  private static Script.Body lostAnswers() {
    return n -> {
      throw ActionFailure.unknown("the connection broke");
    };
  }

  private static Script.Body refusing() {
    return n -> {
      throw ActionFailure.refused("the account is protected");
    };
  }

  private static Approvals.Approval approval(UUID incident) {
    return Stages.await(
            "an approval",
            () -> stages.assembly.approvals.ofIncident(incident),
            found -> !found.isEmpty())
        .get(0);
  }
}
