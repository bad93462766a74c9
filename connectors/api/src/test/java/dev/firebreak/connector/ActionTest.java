package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActionTest {
  private record Lock(String door) {}

  private static Action.Builder<Lock, Action.Done> lock(String name) {
    return Action.named(name, Lock.class, Action.Done.class, call -> new Action.Done())
        .description("Locks a door.")
        .on(l -> new Target(TargetType.HOST, l.door()));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    Action<Lock, Action.Done> action = lock("look-at-door").build();

    assertThat(action.effect()).isEqualTo(Effect.READ);
    assertThat(action.reversibility()).isEqualTo(Reversibility.NO);
    assertThat(action.repeatable()).isTrue();
    assertThat(action.deadline()).isEqualTo(Action.DEFAULT_DEADLINE);
    assertThat(action.probe()).isEmpty();
    assertThat(action.inverse()).isEmpty();
  }

  @Test
  void anInverseMakesItReversibleAndGetsTheOriginalCall() {
    Action<Lock, Action.Done> action =
        lock("lock-door")
            .effect(Effect.CONTAIN)
            .probedBy(c -> Observation.holds("locked"))
            .undoneBy("unlock-door", c -> new Lock(c.input().door() + c.idempotencyKey()))
            .build();

    Record input =
        action
            .inverse()
            .orElseThrow()
            .input()
            .from(new Call<>(new Lock("d"), "k", "i", Instant.EPOCH));

    assertThat(action.reversibility()).isEqualTo(Reversibility.YES);
    assertThat(input).isEqualTo(new Lock("dk"));
  }

  @Test
  void aChangeWithoutAProbeIsRefused() {
    for (Effect effect : new Effect[] {Effect.CONTAIN, Effect.RELEASE}) {
      assertThatThrownBy(() -> lock("lock-door").effect(effect).build())
          .hasMessageContaining("lock-door")
          .hasMessageContaining("probe");
    }
  }

  @Test
  void reversibilityAndInverseMustAgree() {
    assertThatThrownBy(
            () ->
                lock("lock-door")
                    .effect(Effect.CONTAIN)
                    .probedBy(c -> Observation.holds("locked"))
                    .reversibility(Reversibility.YES)
                    .build())
        .hasMessageContaining("inverse");
  }

  @Test
  void namesDescriptionsTargetsAndDeadlinesAreChecked() {
    for (String name : new String[] {"", "Lock", "lock_door", "-lock", "lock--door", "1lock"}) {
      assertThatThrownBy(() -> lock(name).build()).hasMessageContaining("hyphens");
    }
    assertThatThrownBy(() -> lock("lock").description(" ").build())
        .hasMessageContaining("description");
    assertThatThrownBy(
            () ->
                Action.named("lock", Lock.class, Action.Done.class, c -> new Action.Done())
                    .description("Locks.")
                    .build())
        .hasMessageContaining("what it works on");
    for (Duration d :
        new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMinutes(31)}) {
      assertThatThrownBy(() -> lock("lock").deadline(d).build()).hasMessageContaining("deadline");
    }
  }
}
