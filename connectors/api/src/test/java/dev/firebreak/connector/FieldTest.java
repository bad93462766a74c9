package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldTest {
  private record Inputs(
      @Describe("Who.") String user,
      @Describe("How long.") Optional<Integer> seconds,
      @Describe("Which.") List<String> wallets,
      @Describe("All of it.") boolean all,
      @Describe("How much.") Optional<Double> amount) {}

  private record Unsupported(@Describe("How long.") Duration time) {}

  @Test
  void aRecordsComponentsAreItsInputs() {
    assertThat(Field.of(Inputs.class))
        .containsExactly(
            new Field("user", Field.Kind.TEXT, false, true, "Who."),
            new Field("seconds", Field.Kind.WHOLE_NUMBER, false, false, "How long."),
            new Field("wallets", Field.Kind.TEXT, true, false, "Which."),
            new Field("all", Field.Kind.FLAG, false, true, "All of it."),
            new Field("amount", Field.Kind.NUMBER, false, false, "How much."));
  }

  @Test
  void aTypeThatPlaybooksCannotWriteIsRefused() {
    assertThatThrownBy(() -> Field.of(Unsupported.class))
        .hasMessageContaining("time")
        .hasMessageContaining("java.time.Duration");
  }

  @Test
  void anActionMayNotTakeTheNameThatAllActionsHave() {
    record Taken(@Describe("Mode.") String mode) {}
    var action =
        Action.named("lock-door", Taken.class, Action.Done.class, c -> new Action.Done())
            .description("Locks.")
            .on(i -> new Target(TargetType.HOST, "a"));

    assertThatThrownBy(action::build).hasMessageContaining("mode");
  }
}
