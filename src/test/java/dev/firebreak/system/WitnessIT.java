package dev.firebreak.system;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Canaries;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import dev.firebreak.support.SyslogReceiver;
import dev.firebreak.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that has to have two witnesses: a syslog server and a bucket with Object Lock. */
class WitnessIT {
  private static final Pattern SIZE = Pattern.compile("\"size\":(\\d+)");
  private static final String SECRET = Canaries.word();

  private static WireMockServer store;
  private static SyslogReceiver receiver;
  private static Firebreak app;

  @BeforeAll
  static void an_application_with_two_witnesses() throws IOException {
    TestAuthority authority = new TestAuthority("log authority");
    receiver = SyslogReceiver.start(authority, 0);
    store =
        new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    store.start();
    takesAll();
    Path folder = Firebreak.emptyHome("witness-files");
    Path ca = Files.writeString(Files.createDirectories(folder).resolve("ca.pem"), authority.pem());
    Map<String, String> properties = new LinkedHashMap<>(SharedFirebreak.sandbox().properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    String syslog = "firebreak.audit.witness.syslog.";
    properties.put(syslog + "host", "127.0.0.1");
    properties.put(syslog + "port", String.valueOf(receiver.port()));
    properties.put(syslog + "ca-file", ca.toString());
    properties.put(syslog + "private-hosts", "127.0.0.1");
    String bucket = "firebreak.audit.witness.object-store.";
    properties.put(bucket + "url", "http://127.0.0.1:" + store.port() + "/heads");
    properties.put(bucket + "region", "eu-central-1");
    properties.put(bucket + "access-key-id", "AKIDEXAMPLE");
    properties.put(bucket + "secret-access-key", SECRET);
    properties.put(bucket + "private-hosts", "127.0.0.1");
    properties.put("firebreak.audit.witness.required", "true");
    app = Firebreak.start("witnesses", properties);
  }

  @AfterAll
  static void stop() {
    app.close();
    receiver.close();
    store.stop();
  }

  @BeforeEach
  void both_keep_heads() {
    takesAll();
    Await.until("both witnesses keeping heads", () -> problems().findAny().isEmpty());
  }

  private static void takesAll() {
    store.resetMappings();
    store.stubFor(
        get(urlEqualTo("/heads/?object-lock"))
            .willReturn(
                ok(
                    "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                        + "</ObjectLockConfiguration>")));
    store.stubFor(
        get(urlMatching("/heads/\\?list-type.*"))
            .willReturn(ok("<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>")));
    store.stubFor(put(urlMatching("/heads/firebreak-heads/.*")).willReturn(ok()));
  }

  private static Stream<String> problems() {
    app.operator().post("/api/v1/audit/head", Map.of()).json(200);
    return Firebreak.each(app.operator().get("/api/v1/audit/head").path("witnesses"))
        .map(w -> w.path("problem"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  private static long newest(Stream<String> texts) {
    return texts
        .map(SIZE::matcher)
        .filter(Matcher::find)
        .mapToLong(m -> Long.parseLong(m.group(1)))
        .max()
        .orElse(0);
  }

  private static Optional<String> question(String incident) {
    return Firebreak.each(app.story(incident).path("approvals"))
        .filter(a -> a.path("state").asText().equals("open"))
        .map(a -> a.path("id").asText())
        .findFirst();
  }

  @Test
  void a_head_over_every_vote_and_every_containing_action_comes_to_both_by_itself() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "medium"));
    String approval = Await.value("a question", () -> question(incident));
    app.person("ann").vote(approval, "approve").json(200);
    long voted = app.entry(incident, "approval.voted").path("seq").asLong();
    long contained = app.entry(incident, "action.confirmed").path("seq").asLong();

    Await.until("the syslog server having it", () -> syslogged() >= Math.max(voted, contained));
    Await.until("the bucket having it", () -> stored() >= Math.max(voted, contained));
  }

  private static long syslogged() {
    return newest(receiver.messages().stream());
  }

  private static long stored() {
    return newest(
        store.findAll(putRequestedFor(urlMatching("/heads/.*"))).stream()
            .flatMap(r -> r.getBodyAsString().lines()));
  }

  @Test
  void while_one_of_them_is_lost_nothing_is_begun_and_it_is_shown() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "medium"));
    String approval = Await.value("a question", () -> question(incident));
    store.resetMappings();
    store.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));

    Await.until(
        "the loss being known",
        () -> {
          app.operator().post("/api/v1/people", Map.of("name", unique("p"))).json(201);
          return problems().anyMatch(p -> p.contains("403"));
        });
    Answer refused = app.person("ann").vote(approval, "approve");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text())
        .contains("cannot be witnessed", "object store")
        .doesNotContain(SECRET);
    assertThat(app.http().get("/q/health/ready", Map.of()).text()).contains("not vouched for");
    Await.until(
        "an alert about it",
        () ->
            app.items("/api/v1/incidents?limit=500")
                .anyMatch(i -> i.path("title").asText().contains("witness does not keep")));
  }
}
