package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private record Lock(@Describe("Which door.") String door) {}

  private static final Target DOOR = new Target(TargetType.HOST, "front");

  private static Action.Builder<Lock, Action.Done> lock() {
    return Action.named(
            "lock-door",
            Lock.class,
            Action.Done.class,
            call -> {
              throw new AssertionError("a rehearsal did it");
            })
        .description("Locks a door.")
        .effect(Effect.CONTAIN)
        .reversibility(Reversibility.OUT_OF_BAND)
        .on(l -> new Target(TargetType.HOST, l.door()));
  }

  private static Preview preview(Action.Builder<Lock, Action.Done> action) throws ActionFailure {
    return action.build().preview(new Call<>(new Lock("front"), "k", "i", Instant.EPOCH));
  }

  @Test
  void withoutOneOfItsOwnTheProbeTellsThatTheTargetWouldChange() throws ActionFailure {
    Preview preview = preview(lock().probedBy(c -> Observation.absent("open")));

    assertThat(preview.affected()).isEqualTo(1);
    assertThat(preview.targets()).containsExactly(DOOR);
    assertThat(preview.sentence()).contains("lock-door", "host:front", "open");
  }

  @Test
  void whatIsInForceWouldNotChange() throws ActionFailure {
    Preview preview = preview(lock().probedBy(c -> Observation.holds("locked")));

    assertThat(preview.affected()).isZero();
    assertThat(preview.sentence()).contains("in force already", "locked");
  }

  @Test
  void aRehearsalOfItsOwnSaysMore() throws ActionFailure {
    Preview said = new Preview("would lock 3 doors", 3, List.of(DOOR));

    Preview preview =
        preview(lock().probedBy(c -> Observation.absent("open")).rehearsedBy(c -> said));

    assertThat(preview).isEqualTo(said);
  }

  @Test
  void noMoreThanAHundredTargetsAreListed() {
    List<Target> many =
        IntStream.range(0, 250).mapToObj(i -> new Target(TargetType.HOST, "h" + i)).toList();

    Preview preview = Preview.of("many", many);

    assertThat(preview.affected()).isEqualTo(250);
    assertThat(preview.targets()).hasSize(Preview.MOST);
  }
}
