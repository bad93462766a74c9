package dev.firebreak.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionRow.State;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.StopSwitch;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.support.Callers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is looked at before a containment that can hit more than it names. */
class BlastRadiusTest {
  private static Stages stages;

  @BeforeAll
  static void start() throws Exception {
    stages =
        new Stages(
            Map.of("wide", 16),
            List.of(Playbook.of("many", "wide.contain-many")),
            new DecisionText(
                    "policy", "action", List.of("verdict", "approvals", "timeout", "onTimeout"))
                .when("", "run", "0", "PT0S", "hold"),
            new StagesConfig(List.of("wallet:cold-*"), 0, 3));
  }

  @AfterAll
  static void stop() throws Exception {
    stages.close();
  }

  @AfterEach
  void goOn() throws StopSwitch.NotYours {
    stages.assembly.brakes.stop().release("person:everybody", "the next test");
  }

  /** Scripts are kept by wallet for all tests of this JVM, so each has a name of its own. */
  private static String wallet() {
    return "wallet-" + UUID.randomUUID();
  }

  private static Preview hits(String... wallets) {
    return Preview.of(
        "would contain " + wallets.length,
        Arrays.stream(wallets).map(w -> new Target(TargetType.WALLET, w)).toList());
  }

  private static Approvals.Approval question(UUID incident) {
    return Stages.await(
            "the question",
            () -> stages.assembly.approvals.ofIncident(incident),
            all -> !all.isEmpty())
        .get(0);
  }

  @Test
  void whatWouldHitAnAssetThatItDoesNotNameAndThatIsNeverContainedIsNotDone() {
    String wallet = wallet();
    Script script = ScriptedVendor.script(wallet).hits(() -> hits("hot-1", "cold-7"));

    ActionRow ended = stages.ended(stages.incident("many", wallet));

    assertThat(ended.error().orElseThrow().message())
        .contains("would hit wallet:cold-7", "never contained");
    assertThat(script.calls()).isEmpty();
  }

  @Test
  void whatWouldHitManyWaitsForAPersonAndIsDoneWithHisYes() throws Exception {
    String wallet = wallet();
    Script script = ScriptedVendor.script(wallet).hits(() -> hits("a", "b", "c", "d"));
    UUID incident = stages.incident("many", wallet);
    Approvals.Approval question = question(incident);
    assertThat(question.reason()).contains("4 things, more than 3");
    assertThat(script.calls()).isEmpty();

    stages.assembly.approvals.vote(question.id(), Callers.may("person:ann"), true, "seen it");

    assertThat(stages.ended(incident).state()).isEqualTo(State.CONFIRMED);
    assertThat(script.calls()).hasSize(1);
  }

  @Test
  void whatPeopleAgreedToStillHitsNoAssetThatIsNeverContained() throws Exception {
    String wallet = wallet();
    Script script = ScriptedVendor.script(wallet).hits(() -> hits("a", "b", "c", "d"));
    UUID incident = stages.incident("many", wallet);
    Approvals.Approval question = question(incident);
    script.hits(() -> hits("cold-1"));

    stages.assembly.approvals.vote(question.id(), Callers.may("person:ann"), true, "seen it");

    assertThat(stages.ended(incident).error().orElseThrow().message()).contains("wallet:cold-1");
    assertThat(script.calls()).isEmpty();
  }

  @Test
  void whereItCannotBeSeenWhatItWouldHitAPersonDecides() {
    String wallet = wallet();
    Script script =
        ScriptedVendor.script(wallet)
            .hits(
                () -> {
                  throw ActionFailure.unavailable("the vendor sleeps");
                });

    UUID incident = stages.incident("many", wallet);

    assertThat(question(incident).reason()).contains("cannot be seen", "the vendor sleeps");
    assertThat(script.calls()).isEmpty();
  }

  @Test
  void whatIsMoreThanCanBeNamedWaitsForAPerson() {
    String wallet = wallet();
    ScriptedVendor.script(wallet)
        .hits(() -> new Preview("would contain 3", 3, List.of(new Target(TargetType.WALLET, "a"))));

    UUID incident = stages.incident("many", wallet);

    assertThat(question(incident).reason()).contains("only 1 can be named");
  }

  @Test
  void aStopThatComesWhileItIsLookedAtHoldsTheCall() throws Exception {
    String wallet = wallet();
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Script script =
        ScriptedVendor.script(wallet)
            .hits(
                () -> {
                  looking.countDown();
                  Script.hang(stopped);
                  return hits("a");
                });
    UUID incident = stages.raise("many", wallet);
    looking.await();

    stages.assembly.brakes.stop().stop("person:ann", "enough");
    stopped.countDown();

    stages.told(stages.incidentOf(incident), "action.retrying");
    assertThat(script.calls()).isEmpty();
  }

  @Test
  void noneOfManyThatWouldHitTooMuchSlipsThroughWhenAllAreAskedForAtOnce() throws Exception {
    int many = 40;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CountDownLatch go = new CountDownLatch(1);
    List<Script> scripts = new ArrayList<>();
    List<Future<UUID>> raised = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String wallet = wallet();
      scripts.add(ScriptedVendor.script(wallet).hits(() -> hits("a", "b", "c", "d", "e")));
      raised.add(
          threads.submit(
              () -> {
                go.await();
                return stages.incident("many", wallet);
              }));
    }

    go.countDown();
    for (Future<UUID> incident : raised) {
      stages.inState(quietly(incident), State.WAITING);
    }
    threads.shutdown();

    assertThat(scripts).allSatisfy(s -> assertThat(s.calls()).isEmpty());
  }

  private static UUID quietly(Future<UUID> incident) {
    try {
      return incident.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
