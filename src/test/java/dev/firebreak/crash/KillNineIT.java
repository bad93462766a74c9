package dev.firebreak.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.CrashRun;
import dev.firebreak.support.Firebreak;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 200 incidents under way, the application killed with SIGKILL at the 300th call, and restarted.
 */
class KillNineIT {
  /** The promise is 2 s on a machine of its own; the build's machine may be busy. */
  private static final long GENEROUS_MILLIS = 10_000;

  private static CrashRun.Outcome outcome;

  @BeforeAll
  static void killAndRestart() {
    outcome = CrashRun.in(Firebreak.ROOT, Firebreak.emptyHome("kill-nine"), CrashRun.Plan.usual());
    System.out.println(outcome.text());
  }

  @Test
  void noAcceptedAlertIsWithoutItsFourEffects() {
    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.neverDone()).isZero();
  }

  @Test
  void noAlertAcceptedWhileStartingIsSwallowed() {
    assertThat(outcome.swallowed()).isZero();
  }

  @Test
  void nothingTakesEffectTwice() {
    assertThat(outcome.effectsTwice()).isZero();
  }

  @Test
  void noCallIsRepeatedWhoseEndWasRecorded() {
    assertThat(outcome.repeatedThoughRecorded()).isZero();
  }

  @Test
  void onlyCallsInFlightAtTheKillAreRepeated() {
    assertThat(outcome.beyond()).isEmpty();
  }

  @Test
  void whatWasUnderWayIsDoneSoonAfterTheDoorOpens() {
    assertThat(outcome.lastRecoveredMillis()).isLessThan(GENEROUS_MILLIS);
  }
}
