package dev.firebreak.system;

import static dev.firebreak.support.Channels.DUTY;
import static dev.firebreak.support.Channels.LEADS;
import static dev.firebreak.support.Channels.OUTSIDE;
import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Channels;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Mailbox;
import dev.firebreak.support.Person;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Approvals are announced by mail and in Slack, and whoever or whatever opens what is in those
 * messages decides nothing. Its policy is the shipped one, but a wallet's freeze escalates after
 * three seconds to the group leads.
 */
class AnnouncementIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";
  private static final String SIGNING_SECRET = "a-signing-secret-made-up-here";
  private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>\\\\]+");

  private static final Channels CHANNELS = new Channels();
  private static Sandbox sandbox;
  private static Firebreak app;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(0);
    Map<String, String> p = new LinkedHashMap<>(sandbox.properties());
    p.putAll(Firebreak.signingSource("siem", true));
    p.put("firebreak.playbooks.dir", playbooks().toString());
    p.putAll(CHANNELS.properties());
    p.put("firebreak.sources.slack.kind", "slack");
    p.put("firebreak.sources.slack.settings.secret", SIGNING_SECRET);
    app = Firebreak.start("announcements", p);
  }

  @AfterAll
  static void stop() {
    app.close();
    sandbox.close();
    CHANNELS.close();
  }

  private static Path playbooks() throws IOException {
    Path from = Firebreak.ROOT.resolve("playbooks");
    Path to = Firebreak.emptyHome("announcements-playbooks");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Path policy = to.resolve("policy.dmn");
    String text = Files.readString(policy);
    text = with(text, "policy-freeze-wallet-timeout", "PT3S");
    text = with(text, "policy-freeze-wallet-onTimeout", "escalate to leads for PT30M");
    Files.writeString(policy, text);
    return to;
  }

  private static String with(String text, String cell, String value) {
    String changed =
        text.replaceFirst(
            "(<outputEntry id=\"" + cell + "\">\\s*<text>)[^<]*", "$1\"" + value + "\"");
    assertThat(changed).as("the cell %s", cell).isNotEqualTo(text);
    return changed;
  }

  private static JsonNode asked() {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "medium"));
    return app.approval(incident, FREEZE, "wallet:" + wallet);
  }

  private static JsonNode now(String approval) {
    return app.operator().get("/api/v1/approvals/" + approval);
  }

  /** Waits until an approval was escalated and all were told so. */
  private static void toldTwice(String approval) {
    Await.until("two posts in Slack", () -> CHANNELS.posts(approval).size() >= 2);
    Await.until("two mails to those on duty", () -> CHANNELS.mails(approval, DUTY).size() >= 2);
    Await.until("a mail to the leads", () -> !CHANNELS.mails(approval, LEADS).isEmpty());
  }

  @Test
  void each_channel_is_told_once_and_once_more_when_it_is_escalated() {
    String first = asked().path("id").asText();
    toldTwice(first);
    // What is announced later comes later, so nothing of the first is still on its way.
    toldTwice(asked().path("id").asText());

    assertThat(CHANNELS.posts(first)).hasSize(2);
    assertThat(CHANNELS.mails(first, DUTY)).hasSize(2);
    assertThat(CHANNELS.mails(first, LEADS)).hasSize(1);
    assertThat(CHANNELS.mails(first, DUTY))
        .extracting(Mailbox.Mail::subject)
        .anyMatch(s -> s.startsWith("Approval needed: " + FREEZE))
        .anyMatch(s -> s.startsWith("Still waiting: " + FREEZE));
  }

  private static Set<String> links(String approval) {
    List<String> texts = new ArrayList<>(CHANNELS.posts(approval));
    CHANNELS.mails(approval, DUTY).forEach(m -> texts.add(m.text()));
    CHANNELS.mails(approval, LEADS).forEach(m -> texts.add(m.text()));
    Set<String> links = new LinkedHashSet<>();
    for (String text : texts) {
      Matcher m = LINK.matcher(text);
      while (m.find()) {
        links.add(m.group());
      }
    }
    return links;
  }

  /** A browser in which an approver is signed in: his mail program opens links in it by itself. */
  private static Map<String, String> signedIn(String name) {
    Map<String, Object> body =
        Map.of(
            "name",
            name,
            "credential",
            "password",
            "roles",
            List.of("approver"),
            "scopes",
            List.of("*"));
    String once =
        app.operator().post("/api/v1/people", body).json(201).path("oneTimePassword").asText();
    Map<String, String> cookie = cookie(name, once);
    Map<String, String> change = new LinkedHashMap<>(cookie);
    change.put("X-CSRF-Token", csrf(cookie));
    change.put("Content-Type", "application/json");
    String fresh = "a long enough password";
    app.http()
        .post("/api/v1/me/password", change, Json.bytes(Map.of("current", once, "fresh", fresh)));
    return cookie(name, fresh);
  }

  private static Map<String, String> cookie(String name, String password) {
    Answer answer =
        app.http()
            .post(
                "/api/v1/session",
                Map.of("Content-Type", "application/json"),
                Json.bytes(Map.of("name", name, "password", password)));
    return Map.of("Cookie", answer.header("set-cookie").orElseThrow().split(";", 2)[0]);
  }

  private static String csrf(Map<String, String> cookie) {
    return app.http().get("/api/v1/me", cookie).json(200).path("csrf").asText();
  }

  private static String inside(String link) {
    return link.replaceFirst("^https?://[^/]+", "");
  }

  @Test
  void whatever_opens_every_link_of_every_message_twice_approves_nothing() {
    String approval = asked().path("id").asText();
    toldTwice(approval);
    Set<String> links = links(approval);
    List<Map<String, String>> openers =
        List.of(
            Map.of(),
            signedIn(unique("al")),
            Map.of("Authorization", "Bearer " + app.person("ann").token()));

    for (int round = 0; round < 2; round++) {
      for (String link : links) {
        for (Map<String, String> opener : openers) {
          for (String method : List.of("GET", "HEAD")) {
            Answer answer = app.http().send(method, inside(link), opener, new byte[0]);
            assertThat(answer.status()).as(method + " " + link).isEqualTo(200);
          }
        }
      }
    }

    assertThat(links).containsExactly(OUTSIDE + "/approvals/" + approval);
    assertThat(now(approval).path("state").asText()).isEqualTo("open");
    assertThat(now(approval).path("votes")).isEmpty();
  }

  @Test
  void a_click_in_slack_is_written_down_and_decides_nothing() throws Exception {
    String approval = asked().path("id").asText();
    String payload =
        Json.write(
            Map.of(
                "type",
                "block_actions",
                "user",
                Map.of("id", "U0123", "team_id", "T0123"),
                "actions",
                List.of(
                    Map.of(
                        "action_id",
                        "firebreak_open_approval",
                        "value",
                        OUTSIDE + "/approvals/" + approval))));
    String body = "payload=" + URLEncoder.encode(payload, UTF_8);

    Answer answer = app.http().post("/hooks/slack", signed(body), body.getBytes(UTF_8));

    assertThat(answer.status() / 100).isEqualTo(2);
    assertThat(now(approval).path("state").asText()).isEqualTo("open");
    assertThat(now(approval).path("votes")).isEmpty();
  }

  private static Map<String, String> signed(String body) throws GeneralSecurityException {
    String seconds = Long.toString(Instant.now().getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SIGNING_SECRET.getBytes(UTF_8), "HmacSHA256"));
    byte[] hash = mac.doFinal(("v0:" + seconds + ":" + body).getBytes(UTF_8));
    return Map.of(
        "Content-Type",
        "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp",
        seconds,
        "X-Slack-Signature",
        "v0=" + HexFormat.of().formatHex(hash));
  }

  @Test
  void the_page_is_the_same_for_everybody_and_says_nothing_of_the_approval() {
    JsonNode asked = asked();

    Answer page = app.http().get("/approvals/" + asked.path("id").asText(), Map.of());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).doesNotContain(asked.path("target").asText(), FREEZE);
    // One policy only: of two, a browser keeps what both allow, which is nothing.
    assertThat(page.header("content-security-policy").orElseThrow())
        .containsOnlyOnce("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void what_the_page_asks_the_api_for_is_enough_to_decide() {
    String approval = asked().path("id").asText();
    Map<String, String> browser = signedIn(unique("al"));
    JsonNode shown = app.http().get("/api/v1/approvals/" + approval, browser).json(200);
    Map<String, String> voting = new LinkedHashMap<>(browser);
    voting.put("X-CSRF-Token", csrf(browser));
    voting.put("Content-Type", "application/json");

    Answer voted =
        app.http()
            .post(
                "/api/v1/approvals/" + approval + "/votes",
                voting,
                Json.bytes(
                    Map.of(
                        "vote", "deny", "comment", "", "digest", shown.path("digest").asText())));

    JsonNode vote = voted.json(200).path("votes").path(0);
    assertThat(vote.path("means").asText()).isEqualTo("session");
    assertThat(vote.path("signedInAt").asText()).isNotEmpty();
    assertThat(vote.path("seen").asText()).isEqualTo(shown.path("digest").asText());
  }

  @Test
  void people_of_the_called_group_may_decide_once_it_is_escalated() {
    JsonNode asked = asked();
    String approval = asked.path("id").asText();
    Person lead = app.person(unique("lee"), List.of("approver"), List.of("group:leads"));
    Await.until("the escalation", () -> now(approval).path("escalated").asBoolean());

    Answer voted = lead.vote(approval, "approve");

    assertThat(voted.status()).as(voted.text()).isEqualTo(200);
    assertThat(Optional.of(now(approval).path("state").asText())).contains("approved");
  }
}
