package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.AppProcess;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.LocalVendor;
import dev.firebreak.support.Mailbox;
import dev.firebreak.support.Person;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stop, and its end, is told by mail and in Slack, by whichever of two nodes. */
class StopNoticeIT {
  private static final Mailbox MAIL = Mailbox.open();
  private static final LocalVendor SLACK =
      LocalVendor.start(
          call ->
              new LocalVendor.Reply(
                  200, "{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1772359200.000100\"}"));
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
    SLACK.close();
    MAIL.close();
  }

  private static Map<String, String> properties(String node) {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("firebreak.node", node);
    p.put("firebreak.connectors.chat.kind", "slack");
    p.put("firebreak.connectors.chat.private-hosts", "127.0.0.1");
    p.put("firebreak.connectors.chat.settings.url", SLACK.url().toString());
    p.put("firebreak.connectors.chat.settings.token", "xoxb-made-up-for-this-test");
    p.put("firebreak.connectors.chat.settings.firebreak-url", "https://firebreak.test");
    p.put("firebreak.connectors.post.kind", "smtp");
    p.put("firebreak.connectors.post.private-hosts", "127.0.0.1");
    p.put("firebreak.connectors.post.settings.host", "127.0.0.1");
    p.put("firebreak.connectors.post.settings.port", Integer.toString(MAIL.port()));
    p.put("firebreak.connectors.post.settings.security", "none");
    p.put("firebreak.connectors.post.settings.from", "firebreak@example.com");
    p.put("firebreak.connectors.post.settings.recipients", "@example.com");
    p.put("firebreak.approvals.url", "https://firebreak.test");
    p.put("firebreak.approvals.notify.soc.connector", "chat");
    p.put("firebreak.approvals.notify.soc.to", "C0123456789");
    p.put("firebreak.approvals.notify.duty.connector", "post");
    p.put("firebreak.approvals.notify.duty.to", "duty@example.com");
    p.put("firebreak.approvals.notify.leads.connector", "post");
    p.put("firebreak.approvals.notify.leads.to", "leads@example.com");
    p.put("firebreak.approvals.notify.leads.groups", "leads");
    return p;
  }

  private static List<String> posts(String reason) {
    return SLACK.calls().stream()
        .filter(c -> c.path().endsWith("/chat.postMessage"))
        .map(LocalVendor.Call::body)
        .filter(b -> b.contains(reason))
        .toList();
  }

  private static List<Mailbox.Mail> mails(String to, String reason) {
    return MAIL.mails().stream()
        .filter(m -> m.to().equals(to) && m.text().contains(reason))
        .toList();
  }

  private static void told(String reason) {
    Await.until("a post: " + reason, () -> !posts(reason).isEmpty());
    Await.until("a mail: " + reason, () -> !mails("duty@example.com", reason).isEmpty());
    Await.until("leads' mail: " + reason, () -> !mails("leads@example.com", reason).isEmpty());
  }

  private static void onceInEachChannel(String reason, String subject) {
    assertThat(posts(reason)).hasSize(1);
    for (String to : List.of("duty@example.com", "leads@example.com")) {
      assertThat(mails(to, reason)).extracting(Mailbox.Mail::subject).containsExactly(subject);
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
    assertThat(posts("forged alerts").get(0)).contains("person:ann");
    assertThat(posts("it was a drill").get(0)).contains("person:bob", "person:ann");
  }
}
