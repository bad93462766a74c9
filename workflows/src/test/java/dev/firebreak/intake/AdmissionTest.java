package dev.firebreak.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(20, 20);

  @Test
  void countsWhatIsBeingStoredAndWhatWaits() {
    IntStream.range(0, 19).forEach(i -> admission.stored(false));
    assertThat(admission.enter(false)).isTrue();
    assertThat(admission.enter(false)).as("full").isFalse();
    assertThat(admission.enter(true)).as("the other lane has room").isTrue();
    admission.exit(false);
    assertThat(admission.enter(false)).isTrue();
  }

  @Test
  void aSenderIsHeldUntilFewAlertsOfItsLaneWait() throws Exception {
    IntStream.range(0, 20).forEach(i -> admission.stored(true));
    admission.pace(false);
    CompletableFuture<Integer> held =
        CompletableFuture.supplyAsync(
            () -> {
              admission.pace(true);
              return admission.waiting();
            });
    IntStream.range(0, 20).forEach(i -> admission.leave(true));
    assertThat(held.get(30, TimeUnit.SECONDS)).isLessThan(20);
  }

  @Test
  void aSenderIsNotHeldForEver() {
    IntStream.range(0, 20).forEach(i -> admission.stored(true));
    admission.pace(true);
    assertThat(admission.waiting()).as("nothing left, and it went on").isEqualTo(20);
  }

  @Test
  void theInboxHasTheLastWord() {
    IntStream.range(0, 20).forEach(i -> admission.stored(true));
    admission.correct(3, 4);
    assertThat(admission.waiting()).isEqualTo(7);
    admission.pace(true);
  }
}
