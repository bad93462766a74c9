package dev.firebreak.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floor is driven for real: it shows that driver, stub and floor understand each other. */
class RepetitionTest {
  @TempDir private Path folder;

  @Test
  void theFloorDoesEveryAlertOnceAlsoAfterARestart() {
    Vertx vertx = Vertx.vertx();
    byte[] key = AppHome.newKey();
    VendorStub stub = VendorStub.start(vertx);
    try (Subject floor = FloorSubject.in(folder, stub)) {
      LoadDriver driver = new LoadDriver(vertx, stub, floor.webhook(), key);

      for (String tag : new String[] {"first", "second"}) {
        floor.start();
        driver.sendUntilAccepted(tag, Duration.ofSeconds(60), floor::checkAlive);
        driver.sendAll("more" + tag, 20, 4, () -> false);
        driver.settle("more" + tag, Duration.ofSeconds(60));
        floor.stop();
      }

      assertThat(Stream.of("morefirst", "moresecond").flatMap(t -> stub.traces(t).stream()))
          .hasSize(40)
          .allMatch(Trace::isDone)
          .allMatch(t -> t.repeats(Step.FREEZE) == 0 && t.repeats(Step.TICKET) == 0);
    } finally {
      Waiting.forResult(vertx.close(), Duration.ofSeconds(20));
    }
  }
}
