package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Http;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every role against every operation of the OpenAPI document, and no more and no less than this
 * table. A new operation needs a row here.
 */
class AccessIT {
  private static final List<String> ROLES =
      List.of(
          "none",
          "viewer",
          "responder",
          "approver",
          "author",
          "releaser",
          "connector-admin",
          "people-admin",
          "auditor",
          "break-glass");

  private static final String[] READERS = {
    "viewer", "responder", "approver", "auditor", "break-glass"
  };
  private static final String[] ALL_BUT_PEOPLE_ADMINS = {
    "viewer",
    "responder",
    "approver",
    "auditor",
    "break-glass",
    "author",
    "releaser",
    "connector-admin"
  };
  private static final String[] EVERYBODY = ROLES.toArray(String[]::new);

  /** Opened by credentials of another kind, or by name and password; no token of anybody does. */
  private static final String[] NOBODY = {};

  private static final Map<String, Set<String>> TABLE = new TreeMap<>();

  private static void row(String operation, String... roles) {
    TABLE.put(operation, new TreeSet<>(Arrays.asList(roles)));
  }

  static {
    row("GET /api/v1/incidents", READERS);
    row("GET /api/v1/incidents/{id}", READERS);
    row("GET /api/v1/incidents/{id}/timeline", READERS);
    row("GET /api/v1/incidents/{id}/evidence", READERS);
    row("GET /api/v1/incidents/{id}/clocks", READERS);
    row("POST /api/v1/incidents/{id}/clocks", "responder");
    row("POST /api/v1/incidents/{id}/lift", "responder");
    row("POST /api/v1/incidents/{id}/close", "responder");
    row("GET /api/v1/incidents/{id}/notes", READERS);
    row("POST /api/v1/incidents/{id}/notes", "responder", "approver");
    row("GET /api/v1/incidents/{id}/similar", READERS);
    row("GET /api/v1/runs", READERS);
    row("GET /api/v1/runs/{id}/bpmn", READERS);
    row("GET /api/v1/wall", READERS);
    row("GET /api/v1/approvals", READERS);
    row("GET /api/v1/approvals/{id}", READERS);
    row("POST /api/v1/approvals/{id}/votes", "approver");
    row("POST /api/v1/approvals/{id}/withdraw", "responder");
    row("POST /api/v1/emergency/approvals", NOBODY);
    row("POST /api/v1/emergency/approvals/{id}", NOBODY);
    row("GET /approvals/{id}", EVERYBODY);
    row("GET /approvals/page.js", EVERYBODY);
    row("GET /approvals/page.css", EVERYBODY);
    row("POST /api/v1/actions", "responder");
    row("GET /api/v1/actions/{id}", READERS);
    row("POST /api/v1/actions/{id}/retry", "responder");
    row("GET /api/v1/containments", READERS);
    row("POST /api/v1/containments/{id}/lift", "responder");
    row("GET /api/v1/tasks", READERS);
    row("POST /api/v1/tasks/{id}/complete", "responder");
    row("GET /api/v1/events", READERS);
    row("GET /api/v1/audit/verification", READERS);
    row("GET /api/v1/audit/head", READERS);
    row("POST /api/v1/audit/head", READERS);
    row("GET /api/v1/audit/key", READERS);
    row("GET /api/v1/audit/export", READERS);
    row("GET /api/v1/audit/proof", READERS);
    row("GET /api/v1/brakes", ALL_BUT_PEOPLE_ADMINS);
    row("POST /api/v1/brakes/stop", "responder", "approver", "break-glass");
    row("POST /api/v1/brakes/release", "responder", "approver");
    row("GET /api/v1/kept-aside", "responder", "auditor");
    row("POST /api/v1/kept-aside/{id}/resend", "responder");
    row("GET /api/v1/metrics/response", READERS);
    row("GET /api/v1/metrics/alerts", READERS);
    row("GET /api/v1/metrics/actions", READERS);
    row("GET /api/v1/messages", READERS);
    row("GET /api/v1/messages/{id}/payload", "responder", "auditor");
    row("GET /api/v1/messages/{id}/explanation", READERS);
    row("POST /api/v1/messages/{id}/replay", "responder");
    row("GET /api/v1/installed/kinds", ALL_BUT_PEOPLE_ADMINS);
    row("GET /api/v1/installed/settings", "connector-admin", "auditor");
    row("GET /api/v1/installed/last-heard", ALL_BUT_PEOPLE_ADMINS);
    row("GET /api/v1/playbooks", ALL_BUT_PEOPLE_ADMINS);
    row("POST /api/v1/playbooks/{name}/test", "author", "releaser");
    row("GET /api/v1/playbooks/{name}/shadow", ALL_BUT_PEOPLE_ADMINS);
    row("POST /api/v1/playbooks/{name}/shadow", "author", "releaser");
    row("POST /api/v1/playbooks/{name}/shadow/stop", "author", "releaser");
    row("POST /api/v1/playbooks/{name}/data", "author", "releaser");
    row("POST /api/v1/playbooks/import", "author", "releaser");
    row("POST /api/v1/playbooks/{name}/mapping", "author", "releaser");
    row("GET /api/v1/playbooks/{name}/versions/{v}/cacao", "author", "releaser");
    row("POST /api/v1/playbooks/{name}/preview", "author", "releaser");
    row("POST /api/v1/incidents/{id}/case", "responder");
    row("GET /api/v1/playbooks/{name}", ALL_BUT_PEOPLE_ADMINS);
    row("GET /api/v1/playbooks/{name}/versions/{version}/xml", ALL_BUT_PEOPLE_ADMINS);
    row("GET /api/v1/playbooks/{name}/diff", ALL_BUT_PEOPLE_ADMINS);
    row("POST /api/v1/playbooks/{name}/problems", "author", "releaser");
    row("POST /api/v1/playbooks/{name}/rehearse", "responder");
    row("POST /api/v1/playbooks/{name}/runs", "responder");
    row("GET /api/v1/playbooks/{name}/draft", "author");
    row("PUT /api/v1/playbooks/{name}/draft", "author");
    row("DELETE /api/v1/playbooks/{name}/draft", "author");
    row("POST /api/v1/playbooks/{name}/draft/submit", "author");
    row("POST /api/v1/playbooks/{name}/draft/rehearse", "author");
    row("POST /api/v1/playbooks/{name}/versions/{version}/release", "releaser");
    row("POST /api/v1/playbooks/{name}/versions/{version}/reject", "releaser");
    row("POST /api/v1/playbooks/{name}/versions/{version}/withdraw", "author");
    row("POST /api/v1/playbooks/{name}/rollback", "releaser");
    row("POST /api/v1/playbooks/{name}/migration/preview", "releaser");
    row("POST /api/v1/playbooks/{name}/migration", "releaser");
    row("GET /api/v1/playbook-source", ALL_BUT_PEOPLE_ADMINS);
    row("POST /api/v1/playbook-source/sync", "author", "releaser");
    row("GET /api/v1/element-templates", ALL_BUT_PEOPLE_ADMINS);
    row("GET /engine-rest/version", "author", "releaser", "responder");
    row("GET /engine-rest/deployment", "author", "releaser", "responder");
    row("POST /engine-rest/deployment/create", "author", "releaser");
    row("POST /engine-rest/process-definition/{id}/start", "responder");
    row("GET /.well-known/camunda-automation-platform/webapps", EVERYBODY);
    row("GET /cockpit/process-instance/{id}", EVERYBODY);
    row("GET /cockpit/repository", EVERYBODY);
    row("GET /api/v1/sources", ALL_BUT_PEOPLE_ADMINS);
    row("GET /api/v1/connectors", ALL_BUT_PEOPLE_ADMINS);
    row("GET /api/v1/connectors/{name}/element-templates", ALL_BUT_PEOPLE_ADMINS);
    row("POST /api/v1/connectors/checkup", "connector-admin", "responder");
    row("POST /api/v1/connectors/{name}/checkup", "connector-admin", "responder");
    row("GET /api/v1/people", "people-admin", "auditor");
    row("POST /api/v1/people", "people-admin");
    row("POST /api/v1/people/{name}/grant", "people-admin");
    row("POST /api/v1/people/{name}/revoke", "people-admin");
    row("POST /api/v1/people/{name}/disable", "people-admin");
    row("POST /api/v1/people/{name}/enable", "people-admin");
    row("POST /api/v1/people/{name}/password", "people-admin");
    row("POST /api/v1/people/{name}/known-as", "people-admin");
    row("GET /api/v1/tokens", EVERYBODY);
    row("POST /api/v1/tokens", EVERYBODY);
    row("POST /api/v1/tokens/{id}/revoke", EVERYBODY);
    row("GET /api/v1/me", EVERYBODY);
    row("POST /api/v1/me/password", EVERYBODY);
    row("POST /api/v1/me/break-glass", "break-glass");
    row("DELETE /api/v1/session", EVERYBODY);
    row("POST /api/v1/session", NOBODY);
    row("GET /api/v1/session/methods", EVERYBODY);
    row("GET /api/v1/session/provider", NOBODY);
    row("POST /api/v1/session/step-up", EVERYBODY);
    row("GET /hooks/{source}", NOBODY);
    row("POST /hooks/{source}", NOBODY);
    row("POST /hooks/{source}/{token}", NOBODY);
    row("GET /lists/{instance}/{name}", NOBODY);
    row("POST /engine-rest/external-task/fetchAndLock", NOBODY);
    row("GET /engine-rest/external-task/{id}", NOBODY);
    row("POST /engine-rest/external-task/{id}/complete", NOBODY);
    row("POST /engine-rest/external-task/{id}/failure", NOBODY);
    row("POST /engine-rest/external-task/{id}/bpmnError", NOBODY);
    row("POST /engine-rest/external-task/{id}/extendLock", NOBODY);
    row("POST /engine-rest/external-task/{id}/unlock", NOBODY);
  }

  /** Ways to write the same path that a guard and a router might read differently. */
  private static final Map<String, UnaryOperator<String>> SPELLINGS = new LinkedHashMap<>();

  static {
    SPELLINGS.put("a matrix parameter at the end", p -> p + ";x=1");
    SPELLINGS.put("a matrix parameter inside", p -> p.replaceFirst("/v1/", ";x/v1/"));
    SPELLINGS.put("an encoded semicolon", p -> p + "%3Bx");
    SPELLINGS.put("a slash too many in front", p -> "/" + p);
    SPELLINGS.put("a slash too many inside", p -> p.replaceFirst("/v1/", "/v1//"));
    SPELLINGS.put("a slash at the end", p -> p + "/");
    SPELLINGS.put("an encoded slash", p -> p.replaceFirst("/v1/", "/v1%2F"));
    SPELLINGS.put("upper case", p -> p.replaceFirst("/api/v1/", "/API/V1/"));
    SPELLINGS.put("an encoded letter", p -> p.replaceFirst("/api/", "/%61pi/"));
    SPELLINGS.put("a dot", p -> p.replaceFirst("/api/", "/api/./"));
    SPELLINGS.put("an encoded dot", p -> p.replaceFirst("/api/", "/api/%2e/"));
    SPELLINGS.put("out of an open folder", p -> "/hooks/.." + p);
    SPELLINGS.put("out of an open folder, encoded", p -> "/q/health/%2e%2e/%2e%2e" + p);
  }

  private static final Firebreak APP = SharedFirebreak.get();
  private static final Map<String, Person> PEOPLE = new LinkedHashMap<>();

  @BeforeAll
  static void onePersonForEachRole() {
    for (String role : ROLES) {
      List<String> roles = role.equals("none") ? List.of() : List.of(role);
      PEOPLE.put(role, APP.person(unique("as-" + role), roles, List.of("*")));
    }
  }

  private static Set<String> operations() {
    JsonNode paths = APP.operator().get("/q/openapi?format=json").path("paths");
    Set<String> all = new TreeSet<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (List.of("get", "post", "put", "delete", "patch").contains(method)) {
                            all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return all;
  }

  @Test
  void the_table_has_a_row_for_every_operation_and_no_other() {
    assertThat(TABLE.keySet()).containsExactlyElementsOf(operations());
  }

  private static Http.Head ask(String operation, Person who, UnaryOperator<String> spelling) {
    String[] words = operation.split(" ");
    String path = spelling.apply(words[1].replaceAll("\\{[^}]+}", UUID.randomUUID().toString()));
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + who.token(),
            "Content-Type",
            words[1].equals("/engine-rest/deployment/create")
                ? "multipart/form-data; boundary=x"
                : "application/json",
            "Last-Event-ID",
            "0");
    byte[] body = words[0].equals("POST") ? Json.bytes(Map.of()) : new byte[0];
    return APP.http().head(words[0], path, headers, body);
  }

  @TestFactory
  Stream<DynamicTest> a_role_may_do_what_the_table_says_and_nothing_else() {
    return TABLE.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(),
                    () -> {
                      Set<String> may = new TreeSet<>();
                      for (String role : ROLES) {
                        int status = ask(row.getKey(), PEOPLE.get(role), p -> p).status();
                        if (status != 401 && status != 403) {
                          may.add(role);
                        }
                      }
                      assertThat(may).isEqualTo(row.getValue());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> no_spelling_of_a_path_opens_it_to_a_role_that_may_not() {
    return SPELLINGS.entrySet().stream()
        .map(
            spelling ->
                DynamicTest.dynamicTest(
                    spelling.getKey(), () -> assertThat(bypasses(spelling.getValue())).isEmpty()));
  }

  /** Denied roles that a resource answered all the same. */
  private static List<String> bypasses(UnaryOperator<String> spelling) {
    List<String> found = new ArrayList<>();
    TABLE.forEach(
        (operation, may) -> {
          if (operation.contains(" /api/v1/") && !operation.endsWith("/session")) {
            for (String role : ROLES) {
              if (!may.contains(role)) {
                Http.Head answer = ask(operation, PEOPLE.get(role), spelling);
                if (!isClosed(answer)) {
                  found.add(role + ": " + operation + " gave " + answer);
                }
              }
            }
          }
        });
    return found;
  }

  /** Our resources name what they did not find; the router does not. */
  private static boolean isClosed(Http.Head answer) {
    boolean byRouter =
        !answer.beginning().contains("There is no") && !answer.beginning().contains("is no id of");
    return switch (answer.status()) {
      case 401, 403, 405 -> true;
      case 404, 415 -> byRouter;
      case 400 -> !answer.beginning().contains("Bad request");
      default -> false;
    };
  }

  @TestFactory
  Stream<DynamicTest> what_runs_beside_the_api_is_for_those_who_read_or_install() {
    return ROLES.stream()
        .map(
            role ->
                DynamicTest.dynamicTest(
                    role,
                    () -> {
                      boolean may = List.of(ALL_BUT_PEOPLE_ADMINS).contains(role);
                      int status = PEOPLE.get(role).asked("/q/metrics").status();
                      assertThat(status).isEqualTo(may ? 200 : 403);
                    }));
  }
}
