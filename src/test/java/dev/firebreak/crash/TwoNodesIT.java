package dev.firebreak.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.AppProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes work on one database; one is killed. */
class TwoNodesIT {
  private static Contain4 world;
  private static AppProcess first;
  private static AppProcess second;

  @BeforeAll
  static void start() {
    world = new Contain4();
    first = world.prepare("two-nodes-1", "node-1");
    world.start(first, "first");
    second = world.prepare("two-nodes-2", "node-2").with(first.databaseEnvironment());
    world.start(second, "second");
  }

  @AfterAll
  static void stop() {
    // The second before the first, whose database it uses.
    second.stop();
    first.stopAll();
    world.close();
  }

  @Test
  void whatAKilledNodeHadUnderWayIsTakenOverByTheOther() {
    world.sendUntilCall(first, "taken-over", 40, first::kill);
    long killed = System.nanoTime();

    world.awaitDone("taken-over");

    System.out.printf(
        "all calls of the killed node came within %d ms%n",
        Duration.ofNanos(System.nanoTime() - killed).toMillis());
    assertThat(world.accepted("taken-over")).isNotEmpty();
    assertThat(world.doneTwice("taken-over")).isEmpty();
  }
}
