package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.client.ExternalTaskClient;
import org.camunda.bpm.client.interceptor.auth.BasicAuthProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workers outside, with the unmodified public clients of Camunda 7. */
class WorkerIT {
  private static final String CREDENTIAL = unique("credential");
  private static final String NAME = "forensics";

  private final Firebreak app = SharedFirebreak.get();
  private final Person ann = app.person("ann");

  /** Taken up while the server runs. */
  @BeforeAll
  static void declareTheConnector() throws IOException {
    Firebreak app = SharedFirebreak.get();
    Path folder = Files.createDirectories(app.app().home().resolve("connectors.d"));
    Path credential = Files.writeString(folder.resolve("credential"), CREDENTIAL);
    String file =
        Files.readString(Firebreak.ROOT.resolve("connectors/declared/examples/forensics.yaml"))
            .replace("/run/secrets/forensics-worker", credential.toString());
    Path made = Files.writeString(folder.resolve("new"), file);
    Files.move(made, folder.resolve(NAME + ".yaml"));
    Await.until(
        "the connector",
        () -> app.items("/api/v1/connectors").anyMatch(c -> c.path("name").asText().equals(NAME)));
  }

  private ExternalTaskClient client(String worker) {
    return ExternalTaskClient.create()
        .baseUrl(app.url() + "/engine-rest")
        .workerId(worker)
        .addInterceptor(new BasicAuthProvider(NAME, CREDENTIAL))
        .asyncResponseTimeout(5_000)
        .build();
  }

  private String incident() {
    return app.incident(
        Alerts.alert(
            unique("worker"),
            "critical",
            List.of(),
            List.of(Map.of("type", "domain", "id", unique("evil") + ".example"))));
  }

  private JsonNode run(String incident, String topic, String host) {
    return ann.post(
            "/api/v1/actions",
            Map.of(
                "mode",
                "run",
                "topic",
                topic,
                "incident",
                incident,
                "reason",
                "a test of workers",
                "inputs",
                Map.of("host", host)))
        .json(202);
  }

  @Test
  void the_java_client_does_the_work_which_is_read_back_and_lifted() {
    String host = unique("host");
    String incident = incident();
    Map<String, Boolean> off = new ConcurrentHashMap<>();
    ExternalTaskClient client = client("java-1");
    try {
      client
          .subscribe(NAME + ".cut-power")
          .handler(
              (task, service) -> {
                off.put(task.getVariable("host"), true);
                service.complete(task, Map.of("strip", "rack-7"));
              })
          .open();
      client
          .subscribe(NAME + ".restore-power")
          .handler(
              (task, service) -> {
                off.put(task.getVariable("host"), false);
                service.complete(task);
              })
          .open();
      client
          .subscribe(NAME + ".cut-power-probe")
          .handler(
              (task, service) ->
                  service.complete(task, Map.of("state", off.get(host) ? "holds" : "absent")))
          .open();
      client
          .subscribe(NAME + ".restore-power-probe")
          .handler(
              (task, service) ->
                  service.complete(task, Map.of("state", off.get(host) ? "absent" : "holds")))
          .open();

      run(incident, NAME + ".cut-power", host);
      agree(incident, NAME + ".cut-power", host);

      JsonNode done = app.action(incident, NAME + ".cut-power", "host:" + host, "confirmed");
      assertThat(done.path("output").path("strip").asText()).isEqualTo("rack-7");
      assertThat(app.entry(incident, "worker.fetched").toString()).contains("java-1");
      assertThat(app.entry(incident, "worker.answered").toString()).contains("java-1");
      JsonNode held = app.containment(incident, NAME + ".cut-power", "host:" + host, "confirmed");
      ann.post(
              "/api/v1/containments/" + held.path("id").asText() + "/lift",
              Map.of("reason", "the test is over"))
          .json(202);
      agree(incident, NAME + ".restore-power", host);
      app.containment(incident, NAME + ".cut-power", "host:" + host, "lifted");
      assertThat(off).containsEntry(host, false);
    } finally {
      client.stop();
    }
  }

  /** Says yes as two people to whatever asks for an action. */
  private void agree(String incident, String topic, String host) {
    String asked = app.approval(incident, topic, "host:" + host).path("id").asText();
    app.person("bob").vote(asked, "approve").json(200);
    app.person("cyd").vote(asked, "approve");
  }

  @Test
  void a_failure_with_retries_is_tried_again_and_a_bpmn_error_is_a_no() {
    String incident = incident();
    String once = unique("once");
    String never = unique("never");
    Map<String, Integer> tries = new ConcurrentHashMap<>();
    ExternalTaskClient client = client("java-2");
    try {
      client
          .subscribe(NAME + ".image-disk")
          .handler(
              (task, service) -> {
                String host = task.getVariable("host");
                int count = tries.merge(host, 1, Integer::sum);
                if (host.equals(never)) {
                  service.handleBpmnError(task, "NO_SUCH_HOST", "that machine is not ours");
                } else if (count == 1) {
                  service.handleFailure(task, "the store is busy", "", 1, 100);
                } else {
                  service.complete(task);
                }
              })
          .open();

      run(incident, NAME + ".image-disk", once);
      run(incident, NAME + ".image-disk", never);

      JsonNode done = app.action(incident, NAME + ".image-disk", "host:" + once, "done");
      JsonNode refused = app.action(incident, NAME + ".image-disk", "host:" + never, "refused");
      assertThat(done.path("attempts").asInt()).isEqualTo(2);
      assertThat(refused.path("error").asText()).contains("that machine is not ours");
    } finally {
      client.stop();
    }
  }

  @Test
  void the_javascript_client_does_the_work() throws Exception {
    Path folder = Firebreak.ROOT.resolve("quarkus-app/target/it/js-worker");
    assumeTrue(installed(folder), "npm or the package is not to be had here");
    String incident = incident();
    String host = unique("host");
    String script =
        """
        const { Client, BasicAuthInterceptor, Variables, logger } = require("camunda-external-task-client-js");
        const client = new Client({
          baseUrl: process.env.BASE, workerId: "js-1", use: logger, asyncResponseTimeout: 5000,
          interceptors: new BasicAuthInterceptor({ username: "forensics", password: process.env.CREDENTIAL }),
        });
        client.subscribe("forensics.image-disk", async ({ task, taskService }) => {
          const answer = new Variables().set("image", "img-of-" + task.variables.get("host"));
          await taskService.complete(task, answer);
        });
        """;
    Files.writeString(folder.resolve("worker.js"), script);
    ProcessBuilder builder = new ProcessBuilder("node", "worker.js");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("worker.log").toFile());
    builder
        .environment()
        .putAll(Map.of("BASE", app.url() + "/engine-rest", "CREDENTIAL", CREDENTIAL));
    Process worker = builder.start();
    try {
      run(incident, NAME + ".image-disk", host);

      JsonNode done = app.action(incident, NAME + ".image-disk", "host:" + host, "done");
      assertThat(done.path("output").path("image").asText()).isEqualTo("img-of-" + host);
    } finally {
      worker.destroy();
      worker.waitFor();
    }
  }

  private static boolean installed(Path folder) {
    try {
      Files.createDirectories(folder);
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--no-audit",
                  "--no-fund",
                  "--prefix",
                  ".",
                  "camunda-external-task-client-js@3.1.0")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("npm.log").toFile())
              .start();
      return npm.waitFor(120, TimeUnit.SECONDS) && npm.exitValue() == 0;
    } catch (IOException e) {
      System.out.println("skipped: npm cannot be run: " + e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private Answer fetch(String authorization, String topic) {
    return app.http()
        .post(
            "/engine-rest/external-task/fetchAndLock",
            Map.of("Authorization", authorization, "Content-Type", "application/json"),
            ("{\"workerId\":\"w\",\"maxTasks\":1,\"topics\":[{\"topicName\":\""
                    + topic
                    + "\",\"lockDuration\":1000}]}")
                .getBytes(StandardCharsets.UTF_8));
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_credential_opens_its_own_connectors_topics_only() {
    assertThat(fetch(basic(NAME, CREDENTIAL), NAME + ".image-disk").status()).isEqualTo(200);
    assertThat(fetch("Bearer " + CREDENTIAL, NAME + ".image-disk").status()).isEqualTo(200);
    assertThat(fetch(basic(NAME, CREDENTIAL), "okta.suspend-user").status()).isEqualTo(403);
    assertThat(fetch(basic(NAME, CREDENTIAL), NAME + ".no-such-thing").status()).isEqualTo(403);
    assertThat(fetch(basic(NAME, CREDENTIAL + "x"), NAME + ".image-disk").status()).isEqualTo(401);
    assertThat(fetch(basic("okta", CREDENTIAL), NAME + ".image-disk").status()).isEqualTo(401);
    assertThat(fetch("Bearer " + ann.token(), NAME + ".image-disk").status()).isEqualTo(401);
  }

  @Test
  void work_that_nobody_fetches_is_not_possible_and_says_what_is_missing() {
    JsonNode ready = ann.post("/api/v1/connectors/" + NAME + "/checkup", Map.of()).json(200);

    assertThat(ready.toString()).contains("cut-power", "MISSING", "no worker has asked for it");
  }
}
