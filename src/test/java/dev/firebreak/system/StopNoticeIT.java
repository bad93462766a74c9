package dev.firebreak.system;

import static dev.firebreak.support.Channels.DUTY;
import static dev.firebreak.support.Channels.LEADS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.AppProcess;
import dev.firebreak.support.Await;
import dev.firebreak.support.Channels;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Mailbox;
import dev.firebreak.support.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stop, and its end, is told by mail and in Slack, by whichever of two nodes. */
class StopNoticeIT {
  private static final Channels CHANNELS = new Channels();
  private static Firebreak app;
  private static AppProcess other;

  @BeforeAll
  static void start() {
    app = Firebreak.start("stop-notices-1", properties("node-1"));
    other =
        Firebreak.prepare("stop-notices-2", properties("node-2"))
            .with(app.app().databaseEnvironment());
    other.start();
    other.awaitReady(Duration.ofMinutes(3));
  }

  @AfterAll
  static void stop() {
    // The second before the first, whose database it uses.
    other.stop();
    app.close();
    CHANNELS.close();
  }

  private static Map<String, String> properties(String node) {
    Map<String, String> p = CHANNELS.properties();
    p.put("firebreak.node", node);
    return p;
  }

  private static void told(String reason) {
    Await.until("a post: " + reason, () -> !CHANNELS.posts(reason).isEmpty());
    Await.until("a mail: " + reason, () -> !CHANNELS.mails(reason, DUTY).isEmpty());
    Await.until("leads' mail: " + reason, () -> !CHANNELS.mails(reason, LEADS).isEmpty());
  }

  private static void onceInEachChannel(String reason, String subject) {
    assertThat(CHANNELS.posts(reason)).hasSize(1);
    for (String to : List.of(DUTY, LEADS)) {
      assertThat(CHANNELS.mails(reason, to))
          .extracting(Mailbox.Mail::subject)
          .containsExactly(subject);
    }
  }

  @Test
  void each_channel_is_told_once_of_a_stop_and_once_of_its_end_also_when_a_node_is_killed() {
    Person ann = app.person("ann");
    Person bob = app.person("bob");
    ann.post("/api/v1/brakes/stop", Map.of("reason", "forged alerts")).json(200);
    told("forged alerts");

    app.app().kill();
    app.app().start();
    app.app().awaitReady(Duration.ofMinutes(3));
    bob.post("/api/v1/brakes/release", Map.of("reason", "it was a drill")).json(200);
    told("it was a drill");
    // What is told later comes later, so nothing of the first is still on its way.
    ann.post("/api/v1/brakes/stop", Map.of("reason", "once more")).json(200);
    told("once more");
    bob.post("/api/v1/brakes/release", Map.of("reason", "and over")).json(200);

    onceInEachChannel("forged alerts", "All outgoing actions are stopped");
    onceInEachChannel("it was a drill", "Outgoing actions go out again");
    assertThat(CHANNELS.posts("forged alerts").get(0)).contains("person:ann");
    assertThat(CHANNELS.posts("it was a drill").get(0)).contains("person:bob", "person:ann");
  }
}
