package dev.firebreak.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionRow.State;
import dev.firebreak.action.StopSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds actions back whatever policy says, also when all happens at once. */
class BrakesTest {
  private static final int CAP = 12;
  private static Stages stages;

  @BeforeAll
  static void start() throws Exception {
    stages =
        new Stages(
            Map.of("vendor", 16, "teller", 16, "late", 16),
            List.of(
                Playbook.of("contain", "vendor.contain"),
                Playbook.of("tell", "teller.tell"),
                Playbook.of("late", "late.contain-briefly")),
            new DecisionText(
                    "policy", "action", List.of("verdict", "approvals", "timeout", "onTimeout"))
                .when("", "run", "0", "PT0S", "hold"),
            new StagesConfig(List.of("wallet:cold-*"), CAP, 0));
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

  private static StopSwitch stopSwitch() {
    return stages.assembly.brakes.stop();
  }

  @Test
  void whatIsStoppedGoesOnWhenSomebodyElseLetsIt() throws Exception {
    String wallet = wallet();
    Script script = ScriptedVendor.script(wallet);
    stopSwitch().stop("person:ann", "forged alerts");
    UUID incident = stages.incident("tell", wallet);
    stages.told(incident, "action.requested", "action.retrying");
    assertThat(script.calls()).isEmpty();

    stopSwitch().release("person:bob", "it was a drill");

    assertThat(stages.ended(incident).state()).isEqualTo(State.DONE);
    assertThat(script.calls()).hasSize(1);
  }

  @Test
  void whoStoppedItCannotLetItGo() {
    stopSwitch().stop("person:ann", "forged alerts");

    assertThatThrownBy(() -> stopSwitch().release("person:ann", "never mind"))
        .isInstanceOf(StopSwitch.NotYours.class);
    assertThat(stopSwitch().stopped()).isPresent();
  }

  @Test
  void whatIsStoppedUntilItsDeadlineFailsWithTheReason() {
    stopSwitch().stop("person:ann", "forged alerts");

    ActionRow ended = stages.ended(stages.incident("late", wallet()));

    assertThat(ended.state()).isEqualTo(State.FAILED);
    assertThat(ended.error().orElseThrow().message())
        .contains("stopped", "person:ann", "forged alerts");
  }

  @Test
  void noCallBeginsFiveSecondsAfterTheStopAmidAFlood() throws Exception {
    ConcurrentLinkedQueue<Instant> begun = new ConcurrentLinkedQueue<>();
    CountDownLatch some = new CountDownLatch(20);
    List<UUID> incidents = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String wallet = wallet();
      ScriptedVendor.script(wallet)
          .does(
              n -> {
                begun.add(Instant.now());
                some.countDown();
                Stages.pause(Duration.ofMillis(150));
                return "ref";
              });
      incidents.add(stages.raise("tell", wallet));
    }
    some.await();

    stopSwitch().stop("person:ann", "enough");
    Instant stopped = Instant.now();
    int then = begun.size();
    Stages.pause(Duration.ofSeconds(6));

    assertThat(begun).noneMatch(b -> b.isAfter(stopped.plusSeconds(5)));
    assertThat(begun.size()).isLessThan(60).isLessThanOrEqualTo(then + 16);
  }

  @Test
  void anAssetThatIsNeverContainedIsNotWhateverPolicySays() {
    String wallet = "COLD-" + UUID.randomUUID();
    Script script = ScriptedVendor.script(wallet);

    ActionRow ended = stages.ended(stages.incident("contain", wallet));

    assertThat(ended.state()).isEqualTo(State.REFUSED);
    assertThat(ended.error().orElseThrow().message()).contains("never contained", "wallet:cold-*");
    assertThat(script.calls()).isEmpty();
  }

  @Test
  void aStopIsAnIncidentForAllToSee() {
    stopSwitch().stop("person:ann", "forged alerts");

    Stages.await(
        "an incident that says so",
        () ->
            stages.assembly.database.read(
                h -> h.createQuery("select title from incident").mapTo(String.class).list()),
        all -> all.contains("All outgoing actions are stopped"));
  }

  @Test
  void exactlyTheCapRunsUnaskedWhenManyAreAskedForAtOnce() throws Exception {
    int many = CAP * 3;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<UUID>> raised = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String wallet = wallet();
      raised.add(
          threads.submit(
              () -> {
                go.await();
                return stages.incident("contain", wallet);
              }));
    }
    int before = contained();

    go.countDown();
    List<State> states = new ArrayList<>();
    for (Future<UUID> incident : raised) {
      ActionRow row =
          Stages.await(
              "decided",
              () -> stages.action(quietly(incident)),
              r -> r.state().over() || r.state() == State.WAITING);
      states.add(row.state());
    }
    threads.shutdown();

    long ran = states.stream().filter(s -> s != State.WAITING).count();
    assertThat(ran + before).as("%s, with %d before", states, before).isEqualTo(CAP);
  }

  private static UUID quietly(Future<UUID> incident) {
    try {
      return incident.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int contained() {
    return stages.assembly.database.read(
        h ->
            h.createQuery("select count(*) from action where effect = 'CONTAIN'")
                .mapTo(Integer.class)
                .one());
  }
}
