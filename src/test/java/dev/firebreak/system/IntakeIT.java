package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.AtOnce;
import dev.firebreak.support.EventStream;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import dev.firebreak.support.Siem;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How messages get in, and which do not. */
class IntakeIT {
  private final Firebreak app = SharedFirebreak.get();
  private final Siem siem = app.siem("siem");

  private static String accepted(Answer answer) {
    return answer.json(202).path("accepted").path(0).path("alert").asText();
  }

  private static String alert(String wallet) {
    return Json.write(Alerts.outflow(wallet, "high"));
  }

  private Answer siemWith(String json, Map<String, String> headers) {
    return app.http().post("/hooks/siem", headers, json.getBytes(UTF_8));
  }

  private long incidentsNaming(String wallet) {
    return app.items("/api/v1/incidents?limit=500")
        .map(i -> app.story(i.path("id").asText()).path("alerts").toString())
        .filter(alerts -> alerts.contains(wallet))
        .count();
  }

  /** What the trail says of an alert once it has been worked on. */
  private JsonNode settled(long after, String alert) {
    try (EventStream events = app.operator().eventsAfter(after)) {
      return events.next(
          e ->
              List.of("incident.opened", "alert.joined", "alert.duplicate", "alert.noted")
                      .contains(e.path("kind").asText())
                  && e.path("data").path("alert").asText().equals(alert));
    }
  }

  @Test
  void an_alert_answered_202_opens_an_incident_that_runs_the_playbook_of_its_triage_rule() {
    Answer answer = siem.send(alert(unique("hot")));

    JsonNode story = app.story(app.incidentOf(accepted(answer)));
    assertThat(story.path("incident").path("playbook").asText()).isEqualTo("hot-wallet-drain");
    assertThat(story.path("incident").path("decision").path("rules").toString())
        .contains("triage-hot-wallet-leaving");
    assertThat(story.path("runs")).hasSize(1);
  }

  static Stream<Map<String, String>> spoiltHeaders() {
    return Stream.of(
        Map.of("webhook-signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        Map.of("webhook-signature", ""),
        Map.of("webhook-id", "another"),
        Map.of("webhook-timestamp", Long.toString(Instant.now().getEpochSecond() + 100)),
        Map.of("webhook-timestamp", "soon"));
  }

  @ParameterizedTest
  @MethodSource("spoiltHeaders")
  void a_message_whose_headers_were_spoilt_is_not_authentic(Map<String, String> spoilt) {
    String json = alert(unique("hot"));
    Map<String, String> headers = siem.headers(unique("msg"), Instant.now(), json);
    headers.putAll(spoilt);

    Answer answer = siemWith(json, headers);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void every_way_not_to_be_authentic_gets_the_same_answer_as_an_unknown_source() {
    String json = alert(unique("hot"));
    Map<String, String> good = siem.headers(unique("msg"), Instant.now(), json);
    Map<String, String> stale = siem.headers(unique("msg"), Instant.now().minusSeconds(3600), json);
    Map<String, String> early = siem.headers(unique("msg"), Instant.now().plusSeconds(3600), json);
    Map<String, String> missing = new TreeMap<>(good);
    missing.remove("webhook-signature");

    List<Answer> answers =
        List.of(
            app.http().post("/hooks/nobody", good, json.getBytes(UTF_8)),
            app.http().post("/hooks/siem", good, (json + " ").getBytes(UTF_8)),
            app.http().post("/hooks/falco", good, json.getBytes(UTF_8)),
            app.http().post("/hooks/splunk/wrong-path-token", good, json.getBytes(UTF_8)),
            siemWith(json, stale),
            siemWith(json, early),
            siemWith(json, missing),
            siemWith(json, Map.of()),
            app.siem("siem", Siem.newSecret()).send(json));

    assertThat(answers).extracting(Answer::status).containsOnly(401);
    assertThat(answers).extracting(Answer::text).containsOnly("");
    assertThat(answers.stream().map(IntakeIT::headersWithoutDate).distinct()).hasSize(1);
  }

  private static Map<String, List<String>> headersWithoutDate(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers());
    headers.remove("date");
    return headers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-signature", "webhook-id", "webhook-timestamp"})
  void a_header_of_the_signature_that_is_there_twice_is_not_authentic(String twice) {
    String json = alert(unique("hot"));
    Map<String, String> headers = siem.headers(unique("msg"), Instant.now(), json);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(app.http().at("/hooks/siem"))
            .POST(HttpRequest.BodyPublishers.ofString(json));
    headers.forEach(request::header);
    request.header(twice, String.valueOf(headers.get(twice)));

    Answer answer = app.http().send(request.build());

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void while_a_secret_is_replaced_both_are_good() {
    Siem next = app.siem("siem", app.property("firebreak.sources.siem.settings.next-secret"));

    Answer answer = next.send(alert(unique("hot")));

    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void the_same_message_again_is_answered_200_and_makes_no_second_alert() {
    String wallet = unique("hot");
    String json = alert(wallet);
    String id = unique("msg");
    String incident = app.incidentOf(accepted(siem.send(id, json)));

    Answer again = siem.send(id, json);

    assertThat(again.json(200).path("accepted")).isEmpty();
    assertThat(app.story(incident).path("alerts")).hasSize(1);
    assertThat(app.story(incident).path("incident").path("duplicateCount").asInt()).isZero();
  }

  @Test
  void a_message_id_used_for_other_content_is_a_conflict() {
    String id = unique("msg");
    accepted(siem.send(id, alert(unique("hot"))));
    String other = unique("hot");

    Answer answer = siem.send(id, alert(other));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("content-type")).contains("application/problem+json");
    assertThat(incidentsNaming(other)).isZero();
  }

  @Test
  void a_body_over_256_kib_is_too_large_even_when_it_is_signed() {
    String json =
        Json.write(Map.of("uid", "u", "rule", "r", "severity", "low")) + " ".repeat(262_144);

    Answer answer = siem.send(json);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("detail").asText()).contains("262144");
  }

  @Test
  void another_content_type_is_unsupported_and_named() {
    String json = alert(unique("hot"));
    Map<String, String> headers = siem.headers(unique("msg"), Instant.now(), json);
    headers.put("Content-Type", "text/plain");

    Answer answer = siemWith(json, headers);

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json().path("detail").asText()).contains("application/json");
  }

  @Test
  void a_compressed_body_is_unsupported() {
    String json = alert(unique("hot"));
    Map<String, String> headers = siem.headers(unique("msg"), Instant.now(), json);
    headers.put("Content-Encoding", "gzip");

    Answer answer = siemWith(json, headers);

    assertThat(answer.status()).isEqualTo(415);
  }

  record Unusable(String what, String json, String pointer) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Unusable> unusable() {
    return Stream.of(
        new Unusable("garbage", "{\"uid\":", ""),
        new Unusable("not an object", "[1,2]", ""),
        new Unusable("an empty body of spaces", "  ", ""),
        new Unusable(
            "a key twice", "{\"uid\":\"a\",\"uid\":\"b\",\"rule\":\"r\",\"severity\":\"low\"}", ""),
        new Unusable(
            "something behind the end",
            "{\"uid\":\"a\",\"rule\":\"r\",\"severity\":\"low\"}{}",
            ""),
        new Unusable(
            "an unknown severity",
            "{\"uid\":\"a\",\"rule\":\"r\",\"severity\":\"purple\"}",
            "/severity"),
        new Unusable("no rule", "{\"uid\":\"a\",\"severity\":\"low\"}", "/rule"),
        new Unusable(
            "a target without an id",
            "{\"uid\":\"a\",\"rule\":\"r\",\"severity\":\"low\",\"targets\":[{\"type\":\"wallet\"}]}",
            "/targets/0/id"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void an_authentic_message_that_cannot_be_used_is_answered_422_and_kept_aside(Unusable message) {
    Answer answer = siem.send(message.json());

    JsonNode problem = answer.json(422);
    assertThat(answer.header("content-type")).contains("application/problem+json");
    assertThat(problem.path("pointer").asText()).isEqualTo(message.pointer());
    assertThat(app.items("/api/v1/kept-aside?limit=500"))
        .anySatisfy(
            aside -> {
              assertThat(problem.path("detail").asText()).contains(aside.path("id").asText());
              assertThat(aside.path("pointer").asText()).isEqualTo(message.pointer());
            });
  }

  @Test
  void a_kept_aside_message_that_is_still_unusable_stays_aside_when_it_is_sent_again() {
    siem.send("{\"uid\":\"a\",\"rule\":\"" + unique("r") + "\",\"severity\":\"purple\"}").json(422);
    String id = app.items("/api/v1/kept-aside").findFirst().orElseThrow().path("id").asText();

    Answer answer = app.operator().post("/api/v1/kept-aside/" + id + "/resend", Map.of());

    assertThat(answer.json(422).path("pointer").asText()).isEqualTo("/severity");
    assertThat(app.items("/api/v1/kept-aside?limit=500"))
        .extracting(m -> m.path("id").asText())
        .contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "resolved"})
  void a_test_and_a_resolved_finding_are_noted_and_start_nothing(String disposition) {
    String wallet = unique("hot");
    Map<String, Object> finding = Alerts.outflow(wallet, "critical");
    finding.put("disposition", disposition);
    long before = app.newestEntry();

    String id = accepted(app.siem(finding));

    assertThat(settled(before, id).path("kind").asText()).isEqualTo("alert.noted");
    assertThat(incidentsNaming(wallet)).isZero();
  }

  @Test
  void sixteen_equal_alerts_at_once_make_one_incident_and_fifteen_counted_repeats() {
    String wallet = unique("hot");
    Map<String, Object> alert = Alerts.outflow(wallet, "critical");

    List<Answer> answers = AtOnce.run(16, i -> () -> app.siem(alert));

    List<String> incidents =
        answers.stream().map(IntakeIT::accepted).map(app::incidentOf).distinct().toList();
    assertThat(incidents).hasSize(1);
    JsonNode story = app.story(incidents.get(0));
    assertThat(story.path("incident").path("alertCount").asInt()).isEqualTo(1);
    assertThat(story.path("incident").path("duplicateCount").asInt()).isEqualTo(15);
    assertThat(story.path("runs")).hasSize(1);
  }

  @Test
  void a_wider_alert_on_the_same_wallet_joins_its_incident_and_freezes_the_new_wallet() {
    String first = unique("hot");
    String second = unique("hot");
    String incident = app.incident(Alerts.outflow(first, "critical"));

    String joined =
        app.incident(
            Alerts.alert(
                "hot-wallet-outflow",
                "critical",
                List.of("TA0010"),
                List.of(
                    Map.of("type", "wallet", "id", first),
                    Map.of("type", "wallet", "id", second))));

    assertThat(joined).isEqualTo(incident);
    app.action(incident, "exchange.freeze-wallet-withdrawals", "wallet:" + second, "confirmed");
  }

  @Test
  void alertmanager_with_both_statuses_opens_an_incident_for_what_fires_only() {
    String firing = unique("hot");
    String resolved = unique("hot");
    String body =
        Json.write(
            Map.of(
                "version",
                "4",
                "groupKey",
                "{}:{alertname=\"HotWalletOutflow\"}",
                "status",
                "firing",
                "receiver",
                "firebreak",
                "alerts",
                List.of(alertOf("firing", firing), alertOf("resolved", resolved))));
    long before = app.newestEntry();

    Answer answer = app.http().post("/hooks/alertmanager", bearer("alertmanager"), bytes(body));

    assertThat(answer.json(202).path("accepted")).hasSize(2);
    JsonNode story = app.story(app.incidentOf(accepted(answer)));
    assertThat(story.path("incident").path("playbook").asText()).isEqualTo("hot-wallet-drain");
    String other = answer.json().path("accepted").path(1).path("alert").asText();
    assertThat(settled(before, other).path("kind").asText()).isEqualTo("alert.noted");
    assertThat(incidentsNaming(resolved)).isZero();
  }

  private static Map<String, Object> alertOf(String status, String wallet) {
    return Map.of(
        "status",
        status,
        "labels",
        Map.of(
            "alertname", "HotWalletOutflow",
            "severity", "critical",
            "mitre", "TA0010",
            "wallet", wallet),
        "annotations",
        Map.of("summary", "Outflow of " + wallet),
        "startsAt",
        Instant.now().toString(),
        "endsAt",
        "0001-01-01T00:00:00Z",
        "fingerprint",
        unique("f"));
  }

  @Test
  void a_falco_event_with_the_bearer_token_opens_an_incident() {
    String pod = unique("signer");
    String body =
        Json.write(
            Map.of(
                "uuid",
                unique("event"),
                "output",
                "A key was read",
                "priority",
                "Critical",
                "rule",
                "Key read on the signer",
                "time",
                Instant.now().toString(),
                "source",
                "syscall",
                "tags",
                List.of("mitre_lateral_movement", "T1021"),
                "output_fields",
                Map.of("k8s.ns.name", "lab", "k8s.pod.name", pod)));

    Answer answer = app.http().post("/hooks/falco", bearer("falco"), bytes(body));

    JsonNode story = app.story(app.incidentOf(accepted(answer)));
    assertThat(story.path("incident").path("playbook").asText()).isEqualTo("lateral-movement");
    assertThat(story.toString()).contains("lab/" + pod);
  }

  @Test
  void a_guardduty_finding_from_eventbridge_opens_an_incident() {
    String key = "AKIA" + unique("key").replace("-", "").toUpperCase(java.util.Locale.ROOT);
    String body =
        Json.write(
            Map.of(
                "version",
                "0",
                "id",
                unique("event"),
                "detail-type",
                "GuardDuty Finding",
                "source",
                "aws.guardduty",
                "account",
                "111122223333",
                "time",
                Instant.now().toString(),
                "region",
                "eu-central-1",
                "detail",
                Map.of(
                    "schemaVersion",
                    "2.0",
                    "accountId",
                    "111122223333",
                    "region",
                    "eu-central-1",
                    "id",
                    unique("finding"),
                    "type",
                    "CredentialAccess:IAMUser/AnomalousBehavior",
                    "severity",
                    8,
                    "title",
                    "Unusual use of a key",
                    "resource",
                    Map.of(
                        "resourceType",
                        "AccessKey",
                        "accessKeyDetails",
                        Map.of("accessKeyId", key, "userName", unique("bot"))),
                    "service",
                    Map.of("serviceName", "guardduty", "archived", false))));

    Answer answer = app.http().post("/hooks/guardduty", bearer("guardduty"), bytes(body));

    JsonNode story = app.story(app.incidentOf(accepted(answer)));
    assertThat(story.path("incident").path("playbook").asText()).isEqualTo("stolen-credential");
    assertThat(story.toString()).contains("credential").contains(key);
  }

  @Test
  void a_splunk_result_with_the_secret_in_its_path_opens_an_incident() {
    String wallet = unique("hot");
    String body =
        Json.write(
            Map.of(
                "sid",
                unique("sid"),
                "search_name",
                "Withdrawal burst from one account",
                "app",
                "search",
                "owner",
                "secops",
                "results_link",
                "https://splunk.example.com/x",
                "result",
                Map.of(
                    "_time",
                    "" + Instant.now().getEpochSecond(),
                    "severity",
                    "high",
                    "wallet",
                    wallet,
                    "mitre_attack",
                    "TA0010")));
    String secret = app.property("firebreak.sources.splunk.settings.secret");

    Answer answer =
        app.http()
            .post(
                "/hooks/splunk/" + secret, Map.of("Content-Type", "application/json"), bytes(body));

    JsonNode story = app.story(app.incidentOf(accepted(answer)));
    assertThat(story.path("incident").path("playbook").asText()).isEqualTo("hot-wallet-drain");
    app.action(
        story.path("incident").path("id").asText(),
        "exchange.freeze-wallet-withdrawals",
        "wallet:" + wallet,
        "confirmed");
  }

  @Test
  void an_alert_of_the_copyable_example_source_opens_an_incident() {
    String body =
        Json.write(
            Map.of(
                "id",
                unique("a"),
                "rule",
                "drain",
                "severity",
                "critical",
                "wallet",
                unique("hot")));

    Answer answer = app.http().post("/hooks/example", bearer("example"), bytes(body));

    JsonNode story = app.story(app.incidentOf(accepted(answer)));
    assertThat(story.path("incident").path("playbook").asText()).isEqualTo("hot-wallet-drain");
  }

  private Map<String, String> bearer(String source) {
    return Map.of(
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + app.property("firebreak.sources." + source + ".settings.secret"));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }
}
