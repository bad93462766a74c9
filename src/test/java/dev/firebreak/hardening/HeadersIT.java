package dev.firebreak.hardening;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.GetPaths;
import dev.firebreak.support.SharedFirebreak;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer tells a browser, whoever asked, and whatever came of it. */
class HeadersIT {
  private static final Firebreak APP = SharedFirebreak.get();
  private static final String[] FOR_PROGRAMS = {
    "/api/", "/hooks/", "/lists/", "/engine-rest/", "/q/"
  };

  private static Map<String, String> as(String token) {
    return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  private static void carriesThem(String what, String path, Answer answer) {
    String csp = answer.header("content-security-policy").orElse("none");
    String plain = path.replace("//", "/");
    boolean forPrograms = Stream.of(FOR_PROGRAMS).anyMatch(plain::startsWith);
    assertThat(csp)
        .as(what)
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe-", "*", "http:", "https:");
    assertThat(csp.contains("script-src")).as(what + ": scripts").isEqualTo(!forPrograms);
    assertThat(answer.header("x-content-type-options")).as(what).contains("nosniff");
    assertThat(answer.header("referrer-policy")).as(what).contains("no-referrer");
    assertThat(answer.header("permissions-policy").orElse("")).as(what).contains("camera=()");
    assertThat(answer.header("cross-origin-opener-policy")).as(what).contains("same-origin");
    assertThat(answer.header("cross-origin-resource-policy")).as(what).contains("same-origin");
    assertThat(answer.headers()).as(what).doesNotContainKey("access-control-allow-origin");
    if (forPrograms) {
      assertThat(answer.header("cache-control")).as(what).contains("no-store");
    }
  }

  /** Every operation of the document: by nobody, by somebody without a role, and by a reader. */
  @TestFactory
  Stream<DynamicTest> every_operation_carries_them_whoever_asks() {
    String noRole = APP.person(unique("no-role"), List.of(), List.of("*")).token();
    String reader = APP.operator().token();
    return operations().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation,
                    () -> {
                      for (Map<String, String> headers :
                          List.of(Map.<String, String>of(), as(noRole), as(reader))) {
                        carriesThem(operation, path(operation), ask(operation, headers));
                      }
                    }));
  }

  private static List<String> operations() {
    JsonNode paths = APP.operator().get("/q/openapi?format=json").path("paths");
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      // A reader's stream of events has no end to wait for.
      if (!path.getKey().equals("/api/v1/events")) {
        path.getValue()
            .fieldNames()
            .forEachRemaining(m -> all.add(m.toUpperCase(Locale.ROOT) + " " + path.getKey()));
      }
    }
    return all;
  }

  private static String path(String operation) {
    return operation.split(" ")[1].replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
  }

  private static Answer ask(String operation, Map<String, String> headers) {
    String method = operation.split(" ")[0];
    // No body, so that nothing is done: what is asked for is the answer to a bad request.
    return APP.http().send(method, path(operation), headers, new byte[0]);
  }

  @Test
  void every_page_that_is_there_carries_them() {
    APP.incident(Alerts.outflow(unique("hot"), "critical"));

    for (String path : GetPaths.of(APP)) {
      carriesThem(path, path, APP.operator().asked(path));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/nothing/here",
        "/api/v1/nothing",
        "/api/v2/x",
        "/hooks/nobody",
        "/hooks/siem/extra/parts",
        "/lists/none/ip",
        "/q/nothing",
        "/q/health/ready",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/incidents;x=1",
        "//api/v1/incidents",
        "/favicon.ico"
      })
  void what_is_not_there_and_what_is_open_to_all_carries_them(String path) {
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      carriesThem(method + " " + path, path, APP.http().send(method, path, Map.of(), new byte[0]));
    }
  }

  @Test
  void a_body_that_is_too_large_or_of_a_wrong_type_or_no_json_is_refused_with_them() {
    String reader = APP.operator().token();
    Map<String, String> text = Map.of("Authorization", "Bearer " + reader, "Content-Type", "x/y");

    carriesThem("413", "/hooks/siem", APP.http().post("/hooks/siem", Map.of(), new byte[700_000]));
    carriesThem("415", "/api/v1/people", APP.http().post("/api/v1/people", text, new byte[9]));
    carriesThem("400", "/api/v1/people", APP.operator().postText("/api/v1/people", "{"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "PROPFIND", "LINK", "get"})
  void a_method_nobody_needs_is_refused_to_everybody(String method) throws Exception {
    for (String path : List.of("/api/v1/incidents", "/hooks/siem", "/q/health", "/")) {
      for (String token : List.of("", "Bearer " + APP.operator().token())) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(APP.url() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
          request.header("Authorization", token);
        }
        request.header("Origin", "https://evil.example");

        HttpResponse<String> answer =
            HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
      }
    }
  }

  @Test
  void without_tls_nobody_is_told_to_come_back_over_tls_unless_a_proxy_ended_it() {
    Answer plain = APP.http().get("/q/health", Map.of());
    Answer behindProxy = APP.http().get("/q/health", Map.of("X-Forwarded-Proto", "https"));

    assertThat(plain.header("strict-transport-security")).isEmpty();
    assertThat(behindProxy.header("strict-transport-security")).contains("max-age=31536000");
  }
}
