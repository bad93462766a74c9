package dev.firebreak.lifecycle;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The requests of the desktop Camunda Modeler's deploy and start buttons, as it sends them
 * (https://github.com/camunda/camunda-modeler,
 * client/src/plugins/camunda-plugin/shared/RestAPI.js).
 */
class ModelerIT {
  private static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
  private static final byte[] NOTHING = {};

  private final Firebreak app = SharedFirebreak.get();
  private final Desk desk = new Desk(app);
  private final String name = unique("desktop");
  private final Person ann = desk.person("author");

  private static Map<String, String> headers(String authorization) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Origin", "file://");
    if (!authorization.isEmpty()) {
      headers.put("Authorization", authorization);
    }
    return headers;
  }

  private static String basic(Person person) {
    byte[] pair = (person.name() + ":" + person.token()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private Answer get(String path, String authorization) {
    return app.http().get(path, headers(authorization));
  }

  private Answer deploy(String authorization, String file, String content) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("deployment-name", name);
    fields.put("deployment-source", "Camunda Modeler");
    fields.put("enable-duplicate-filtering", "true");
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (field, value) ->
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                .append(field)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
    body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
        .append(file)
        .append("\"; filename=\"")
        .append(file)
        .append("\"\r\nContent-Type: text/xml\r\n\r\n")
        .append(content)
        .append("\r\n--" + BOUNDARY + "--\r\n");
    Map<String, String> headers = headers(authorization);
    headers.put("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    return app.http()
        .post(
            "/engine-rest/deployment/create",
            headers,
            body.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_first_look_makes_the_fields_for_credentials_appear() {
    Answer answer = get("/engine-rest/deployment?maxResults=0", "");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("access-control-allow-origin")).contains("file://");
  }

  @Test
  void a_token_as_password_or_as_bearer_opens() {
    assertThat(get("/engine-rest/deployment?maxResults=0", basic(ann)).json(200)).isEmpty();
    assertThat(get("/engine-rest/version", "Bearer " + ann.token()).json(200).path("version"))
        .hasToString("\"7.24.0\"");
  }

  @Test
  void a_wrong_password_is_refused() {
    String wrong =
        "Basic " + Base64.getEncoder().encodeToString("ann:guess".getBytes(StandardCharsets.UTF_8));

    assertThat(get("/engine-rest/deployment?maxResults=0", wrong).status()).isEqualTo(401);
  }

  private Answer preflight(String origin, String path) {
    return app.http()
        .send(
            "OPTIONS",
            path,
            Map.of(
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization"),
            NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://", "null"})
  void a_preflight_of_the_modeler_is_answered_before_anybody_is_known(String origin) {
    Answer answer = preflight(origin, "/engine-rest/deployment/create");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-origin")).contains(origin);
    assertThat(answer.header("access-control-allow-headers").orElse("")).contains("authorization");
    assertThat(answer.header("access-control-allow-credentials")).isEmpty();
  }

  @Test
  void no_other_origin_and_no_other_path_is_let_in() {
    assertThat(preflight("https://elsewhere.example", "/engine-rest/version").status())
        .isEqualTo(403);
    assertThat(preflight("null", "/api/v1/playbooks").header("access-control-allow-origin"))
        .isEmpty();
    assertThat(
            preflight("null", "/engine-rest/external-task/fetchAndLock")
                .header("access-control-allow-origin"))
        .isEmpty();
  }

  @Test
  void an_authors_deployment_is_handed_in_and_changes_nothing_yet() {
    Answer answer = deploy(basic(ann), name + ".bpmn", Drawing.asking(name, "look"));

    JsonNode deployed = answer.json(200);
    assertThat(deployed.path("id").asText()).isNotEmpty();
    assertThat(deployed.path("message").asText()).contains("waits for somebody else");
    JsonNode definition = deployed.path("deployedProcessDefinitions").path(name + ":1");
    assertThat(definition.path("key").asText()).isEqualTo(name);
    assertThat(desk.playbook(name).path("playbook").has("version")).isFalse();
  }

  @Test
  void deploying_the_same_again_gives_the_same_definition() {
    JsonNode first = deploy(basic(ann), name + ".bpmn", Drawing.asking(name, "look")).json(200);

    JsonNode again = deploy(basic(ann), name + ".bpmn", Drawing.asking(name, "look")).json(200);

    assertThat(again.path("deployedProcessDefinitions"))
        .isEqualTo(first.path("deployedProcessDefinitions"));
  }

  @Test
  void a_releaser_who_deploys_what_an_author_handed_in_puts_it_in_force() {
    deploy(basic(ann), name + ".bpmn", Drawing.asking(name, "look")).json(200);

    JsonNode deployed =
        deploy(basic(desk.person("releaser")), name + ".bpmn", Drawing.asking(name, "look"))
            .json(200);

    assertThat(deployed.path("message").asText()).contains("is in force");
    assertThat(desk.playbook(name).path("playbook").path("version").asInt()).isEqualTo(1);
  }

  @Test
  void a_broken_file_is_shown_as_a_parse_error_with_its_element() {
    String broken = Drawing.of(name).step("call", "nobody.knows-this").end();

    Answer answer = deploy(basic(ann), name + ".bpmn", broken);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("message").asText())
        .startsWith("ENGINE-09005 Could not parse BPMN process.")
        .contains("call: no connector offers 'nobody.knows-this'");
    assertThat(
            answer
                .json()
                .path("details")
                .path(name + ".bpmn")
                .path("errors")
                .path(0)
                .path("mainElementId")
                .asText())
        .isEqualTo("call");
  }

  @Test
  void who_only_responds_cannot_deploy() {
    Answer answer =
        deploy(basic(desk.person("responder")), name + ".bpmn", Drawing.asking(name, "look"));

    assertThat(answer.status()).isEqualTo(403);
  }

  private Answer start(Person by, String body) {
    Map<String, String> headers = headers(basic(by));
    headers.put("Content-Type", "application/json");
    return app.http()
        .post(
            "/engine-rest/process-definition/" + name + ":1/start",
            headers,
            body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void start_instance_runs_the_live_version_and_its_link_leads_to_the_incident() {
    desk.live(name, Drawing.asking(name, "look"));

    JsonNode started =
        start(desk.person("responder"), "{\"businessKey\":\"\",\"variables\":{}}").json(200);

    String id = started.path("id").asText();
    assertThat(app.story(id).path("runs").path(0).path("id").asText())
        .isEqualTo(started.path("run").asText());
    assertThat(get("/cockpit/process-instance/" + id, "").header("location").orElse(""))
        .endsWith("/incidents/" + id);
  }

  @Test
  void what_nobody_has_released_is_not_started() {
    deploy(basic(ann), name + ".bpmn", Drawing.asking(name, "look")).json(200);

    Answer answer = start(desk.person("responder"), "{}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("message").asText()).contains("only what a releaser has put");
  }

  @Test
  void the_well_known_address_names_our_pages() {
    JsonNode known = get("/.well-known/camunda-automation-platform/webapps", "").json(200);

    assertThat(known.path("cockpitUrl").asText()).isEqualTo(app.url() + "/cockpit");
  }
}
