package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.EventStream;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Http;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API promises whoever calls it: a token for everything, and errors in one form. */
class ApiIT {
  private final Firebreak app = SharedFirebreak.get();
  private final Http stranger = app.http();
  private final Person operator = app.operator();
  private final Person ann = app.person("ann");

  private static final Person DRAWER =
      SharedFirebreak.get()
          .person(unique("drawer"), List.of("author", "releaser", "responder"), List.of("*"));

  private record Operation(String method, String path) {
    /** With ids that look right and name nothing. */
    String concrete() {
      return path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    }

    /** Hooks and published lists have credentials of their own. */
    boolean isOwn() {
      return path.startsWith("/hooks/")
          || path.startsWith("/lists/")
          || path.startsWith("/engine-rest/");
    }

    /** Empty pages, and links of the desktop modeler: they say nothing about what there is. */
    boolean isOpen() {
      return path.startsWith("/cockpit/")
          || path.startsWith("/.well-known/")
          || path.startsWith("/approvals/")
          || path.equals("/api/v1/session/methods"); // How to sign in.
    }

    /** What is signed with an emergency key is looked at, and refused for its signature. */
    boolean isSigned() {
      return path.startsWith("/api/v1/emergency/");
    }

    String contentType() {
      return path.equals("/engine-rest/deployment/create")
          ? "multipart/form-data; boundary=x"
          : "application/json";
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** All that the application says it can do. */
  private List<Operation> operations() {
    JsonNode paths = operator.get("/q/openapi?format=json").path("paths");
    List<Operation> all = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (List.of("get", "post", "put", "delete", "patch").contains(method)) {
                            all.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey()));
                          }
                        }));
    return all;
  }

  private Answer asStranger(Operation o) {
    byte[] body = o.method().equals("GET") ? new byte[0] : Json.bytes(Map.of());
    return stranger.send(o.method(), o.concrete(), Map.of("Content-Type", o.contentType()), body);
  }

  @TestFactory
  Stream<DynamicTest> nothing_answers_without_a_token() {
    List<Operation> all = operations();
    assertThat(all).hasSizeGreaterThan(20);
    return all.stream()
        .filter(o -> !o.isOpen())
        .map(
            o ->
                DynamicTest.dynamicTest(
                    o.toString(),
                    () -> assertThat(asStranger(o).status()).isEqualTo(o.isSigned() ? 403 : 401)));
  }

  @TestFactory
  Stream<DynamicTest> nothing_answers_to_a_token_of_nobody() {
    return operations().stream()
        .map(
            o ->
                DynamicTest.dynamicTest(
                    o.toString(),
                    () ->
                        assertThat(
                                stranger
                                    .send(
                                        o.method(),
                                        o.concrete(),
                                        Map.of("Authorization", "Bearer " + unique("token")),
                                        new byte[0])
                                    .status())
                            .isEqualTo(401)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/metrics", "/q/openapi", "/q/openapi?format=json", "/q/dev", "/q/arc", "/q/"})
  void what_runs_beside_the_api_asks_for_the_token_as_well(String path) {
    Answer answer = stranger.get(path, Map.of());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
  void health_is_open(String path) {
    assertThat(stranger.get(path, Map.of()).status()).isEqualTo(200);
  }

  @Test
  void metrics_count_what_happened() {
    app.incident(Alerts.outflow(unique("hot"), "high"));

    Await.until(
        "counters",
        () -> {
          String metrics = operator.asked("/q/metrics").text();
          return metrics.contains("firebreak_incidents_total")
              && metrics.contains("firebreak_alerts_total");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/incidents;x=1",
        "/api/v1/incidents;.css",
        "/api;x/v1/incidents",
        "/;/api/v1/incidents",
        "/api/v1/incidents%3Bx",
        "/api/v1/incidents/",
        "/api/v1/incidents//",
        "//api/v1/incidents",
        "/api//v1/incidents",
        "/api/v1//incidents",
        "/api%2Fv1/incidents",
        "/api/v1%2Fincidents",
        "/api/v1/%69ncidents",
        "/%61pi/v1/incidents",
        "/API/v1/incidents",
        "/Api/V1/Incidents",
        "/api/./v1/incidents",
        "/api/x/../v1/incidents",
        "/api/%2e/v1/incidents",
        "/hooks/../api/v1/incidents",
        "/hooks/%2e%2e/api/v1/incidents",
        "/hooks/..%2Fapi/v1/incidents",
        "/hooks/..;/api/v1/incidents",
        "/hooks/siem/../../api/v1/incidents",
        "/q/health/../../api/v1/incidents",
        "/q/metrics;x=1",
        "/q/metrics/",
        "/q/metrics%2F",
        "/q/%6detrics",
        "/%71/metrics",
        "//q/metrics",
        "/q//metrics",
        "/Q/metrics",
        "/q/METRICS",
        "/q/./metrics",
        "/q/health/../metrics",
        "/q/health/%2e%2e/metrics",
        "/q/health/..;/metrics",
        "/q/health/ready/../../metrics",
        "/hooks/../q/metrics",
        "/hooks/%2e%2e/q/metrics",
        "/hooks/x/../../q/metrics",
        "/hooks/..%2Fq/metrics",
        "/api/v1/../../q/metrics",
        "/api/v1/%2e%2e/%2e%2e/q/metrics",
        "/hooks/../q/openapi",
        "/api/v1/../../q/openapi",
        "/q/health/..%2Fopenapi"
      })
  void no_spelling_of_a_path_opens_it_without_a_token(String path) {
    Answer answer = stranger.get(path, Map.of());

    assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
    assertThat(answer.text())
        .doesNotContain("items")
        .doesNotContain("# HELP")
        .doesNotContain("openapi:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"})
  void no_other_method_opens_a_path_without_a_token(String method) {
    Answer answer = stranger.send(method, "/api/v1/incidents", Map.of(), new byte[0]);

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic b3BlcmF0b3I6eA==", "bearer", "Bearer", "Bearer ", "Token x"})
  void a_header_that_is_no_bearer_token_opens_nothing(String authorization) {
    Answer answer = stranger.get("/api/v1/incidents", Map.of("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void a_token_in_the_url_opens_nothing() {
    Answer answer =
        stranger.get("/api/v1/incidents?access_token=" + operator.token() + "&token=x", Map.of());

    assertThat(answer.status()).isEqualTo(401);
  }

  private static void isProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).contains("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asText()).isNotBlank();
    assertThat(answer.json().path("detail").asText()).isNotBlank();
  }

  @TestFactory
  Stream<DynamicTest> an_id_that_names_nothing_is_answered_404_or_says_why_not() {
    return operations().stream()
        .filter(o -> o.path().contains("{") && !o.isOwn() && !o.isOpen() && !o.isSigned())
        .filter(o -> !looksAtWhatIsSent(o))
        .map(
            o ->
                DynamicTest.dynamicTest(
                    o.toString(),
                    () -> {
                      Answer answer =
                          o.path().startsWith("/api/v1/playbooks/")
                              ? asDrawer(o)
                              : o.method().equals("GET")
                                  ? operator.asked(o.concrete())
                                  : (o.path().endsWith("/votes") ? ann : operator)
                                      .post(o.concrete(), body(o));
                      isProblem(answer, o.path().endsWith("/retry") ? 409 : 404);
                    }));
  }

  /** A file may be looked at, and a draft begun, before there is a playbook of the name. */
  private static boolean looksAtWhatIsSent(Operation o) {
    return Stream.of("/problems", "/mapping", "/preview").anyMatch(o.path()::endsWith)
        || o.method().equals("PUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mapping", "preview"})
  void what_is_to_be_looked_at_must_be_sent(String what) {
    isProblem(
        stranger.send(
            "POST",
            "/api/v1/playbooks/any/" + what,
            Map.of("Authorization", "Bearer " + DRAWER.token(), "Content-Type", "application/json"),
            Json.bytes(Map.of())),
        400);
  }

  /** As somebody who may draw, release and start playbooks. */
  private Answer asDrawer(Operation o) {
    Map<String, Object> all =
        Map.of("comment", "c", "reason", "r", "to", 1, "from", 2, "runs", List.of("x"));
    return stranger.send(
        o.method(),
        o.concrete(),
        Map.of("Authorization", "Bearer " + DRAWER.token(), "Content-Type", "application/json"),
        o.method().equals("POST") ? Json.bytes(all) : new byte[0]);
  }

  private static Map<String, Object> body(Operation o) {
    return o.path().matches(".*/(grant|revoke)")
        ? Map.of("roles", List.of("viewer"), "scopes", List.of("*"))
        : Map.of("vote", "deny", "mark", "aware", "text", "t", "reason", "r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-uuid", "%00", "..%2F..", "1'%20or%20'1'='1", "%F0%9F%94%A5"})
  void an_id_that_is_none_is_answered_404(String id) {
    Answer answer = operator.asked("/api/v1/incidents/" + id);

    assertThat(answer.status()).as(answer.text()).isIn(400, 404);
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @TestFactory
  Stream<DynamicTest> a_body_that_is_not_the_expected_json_is_answered_400() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "high"));
    String id = UUID.randomUUID().toString();
    List<String> paths =
        List.of(
            "/api/v1/incidents/" + incident + "/lift",
            "/api/v1/incidents/" + incident + "/close",
            "/api/v1/approvals/" + id + "/votes",
            "/api/v1/tasks/" + id + "/complete",
            "/api/v1/containments/" + id + "/lift",
            "/api/v1/people");
    List<String> bodies =
        List.of(
            "",
            "{",
            "[1]",
            "null",
            "\"text\"",
            "{\"reason\":{\"a\":1},\"vote\":[],\"name\":[],\"variables\":7}");
    return paths.stream()
        .flatMap(
            path ->
                bodies.stream()
                    .map(
                        body ->
                            DynamicTest.dynamicTest(
                                path.replaceAll("[0-9a-f-]{36}", "{id}") + " with '" + body + "'",
                                () ->
                                    isProblem(
                                        (path.endsWith("/votes") ? ann : operator)
                                            .postText(path, body),
                                        400))));
  }

  @Test
  void a_vote_and_a_person_cannot_be_left_out() {
    isProblem(ann.post("/api/v1/approvals/" + UUID.randomUUID() + "/votes", Map.of()), 400);
    isProblem(operator.post("/api/v1/people", Map.of()), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "", "APPROVE"})
  void a_vote_is_approve_or_deny(String vote) {
    isProblem(ann.vote(UUID.randomUUID().toString(), vote), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "<script>", "ä", "x\ny"})
  void a_person_has_a_plain_name(String name) {
    isProblem(operator.post("/api/v1/people", Map.of("name", name)), 400);
  }

  @Test
  void a_person_who_is_known_gets_no_second_token() {
    String name = app.person(unique("ann")).name();

    isProblem(operator.post("/api/v1/people", Map.of("name", name)), 409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=-5", "limit=100000", "state=purple", "state="})
  void odd_limits_and_states_of_a_list_do_no_harm(String query) {
    assertThat(operator.asked("/api/v1/incidents?" + query).status()).isEqualTo(200);
  }

  @Test
  void a_limit_that_is_no_number_is_a_clean_error() {
    Answer answer = operator.asked("/api/v1/incidents?limit=many");

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text()).doesNotContain("Exception");
  }

  @Test
  void reading_everything_changes_nothing() {
    String incident = app.incident(Alerts.outflow(unique("hot"), "medium"));
    app.approval(incident, "exchange.freeze-wallet-withdrawals", wallet(incident));
    String approval = app.story(incident).path("approvals").path(0).path("id").asText();
    String action = app.story(incident).path("actions").path(0).path("id").asText();
    long before = app.newestEntry();

    Stream.of(
            "/api/v1/incidents/" + incident,
            "/api/v1/incidents/" + incident + "/timeline",
            "/api/v1/incidents/" + incident + "/close",
            "/api/v1/incidents/" + incident + "/lift",
            "/api/v1/approvals",
            "/api/v1/approvals/" + approval,
            "/api/v1/approvals/" + approval + "/votes?vote=approve",
            "/api/v1/actions/" + action,
            "/api/v1/actions/" + action + "/retry",
            "/api/v1/containments/" + action + "/lift",
            "/api/v1/tasks",
            "/api/v1/playbooks",
            "/api/v1/connectors",
            "/api/v1/sources",
            "/api/v1/kept-aside",
            "/api/v1/people?name=x",
            "/api/v1/audit/verification",
            "/api/v1/audit/head",
            "/api/v1/audit/key",
            "/api/v1/audit/export",
            "/api/v1/audit/proof?seq=1")
        .forEach(operator::asked);

    assertThat(afterwards(before))
        .extracting(e -> e.path("actor").asText())
        .noneMatch(actor -> actor.startsWith("person:"));
    assertThat(app.story(incident).path("approvals").path(0).path("state").asText())
        .isEqualTo("open");
    assertThat(app.story(incident).path("incident").path("state").asText()).isEqualTo("open");
  }

  private String wallet(String incident) {
    return "wallet:"
        + app.story(incident)
            .path("alerts")
            .path(0)
            .path("alert")
            .path("targets")
            .path(0)
            .path("id")
            .asText();
  }

  /** What the trail holds after an entry, up to now. */
  private List<JsonNode> afterwards(long seq) {
    long until = app.newestEntry();
    List<JsonNode> all = new ArrayList<>();
    try (EventStream events = operator.eventsAfter(seq)) {
      while (seq + all.size() < until) {
        all.add(events.next());
      }
    }
    return all;
  }

  @Test
  void the_event_stream_goes_on_where_it_was_cut_without_a_gap_and_without_a_repeat() {
    long start = app.newestEntry();
    List<Long> seen = new ArrayList<>();
    List<String> incidents = new ArrayList<>();
    for (int cut = 0; cut < 4; cut++) {
      long last = seen.isEmpty() ? start : seen.get(seen.size() - 1);
      try (EventStream events = operator.eventsAfter(last)) {
        incidents.add(app.incident(Alerts.outflow(unique("hot"), "high")));
        for (int i = 0; i < 3 + cut; i++) {
          seen.add(events.next().path("seq").asLong());
        }
      }
    }

    assertThat(seen)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(start + 1, start + seen.size()).boxed().toList());
    assertThat(incidents).doesNotHaveDuplicates();
  }

  @Test
  void readers_of_events_who_go_away_are_no_error_in_the_log() throws IOException {
    long start = app.newestEntry();
    for (int reader = 0; reader < 20; reader++) {
      try (EventStream events = operator.eventsAfter(0)) {
        events.next();
      }
      app.incident(Alerts.outflow(unique("hot"), "high"));
    }
    try (EventStream last = operator.eventsAfter(start)) {
      last.next();
    }

    assertThat(Files.readString(app.app().log()))
        .doesNotContain("IllegalReferenceCountException", "Exception in SSE server handling");
  }

  @Test
  void every_answer_forbids_sniffing_framing_and_keeping() {
    Answer answer = operator.asked("/api/v1/incidents");

    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("cache-control")).contains("no-store");
    assertThat(answer.header("content-security-policy").orElse(""))
        .contains("frame-ancestors 'none'");
  }

  @Test
  void what_is_configured_is_shown_without_secrets() throws IOException {
    String shown =
        operator.get("/api/v1/sources").toString()
            + operator.get("/api/v1/connectors")
            + operator.get("/api/v1/people")
            + operator.get("/api/v1/playbooks");

    assertThat(shown).contains("guardduty").contains("exchange.freeze-wallet-withdrawals");
    for (String line :
        java.nio.file.Files.readAllLines(
            app.app().home().resolve("firebreak.properties"), StandardCharsets.UTF_8)) {
      String[] setting = line.split("=", 2);
      if (setting[0].matches(".*(secret|token|private-key|api-key)$")) {
        assertThat(shown).doesNotContain(setting[1]);
      }
    }
  }

  @Test
  void the_playbooks_of_the_checkout_are_in_force_and_none_is_refused() {
    JsonNode playbooks = operator.get("/api/v1/playbooks");

    assertThat(playbooks.path("refused")).isEmpty();
    assertThat(playbooks.path("items")).hasSizeGreaterThanOrEqualTo(3);
  }
}
