package dev.firebreak.fence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.connector.Json;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The packaged application in a home of its own, beside fake vendors. Its playbooks folder begins
 * empty.
 */
final class FencedApp implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("firebreak.root", "..")).toAbsolutePath();

  private static final Duration START = Duration.ofSeconds(150);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SOURCE = "detector";
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

  private final AppProcess process;
  private final Sandbox vendors;
  private final Map<String, String> vendorSettings;
  private final Traces traces;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** An answer of the API. */
  record Answer(int status, JsonNode body) {}

  private FencedApp(AppProcess process, Sandbox vendors, Traces traces) {
    this.process = process;
    this.vendors = vendors;
    this.vendorSettings = vendors.properties();
    this.traces = traces;
  }

  /** Prepares one; nothing runs yet. */
  static FencedApp in(String name) {
    Path home = Firebreak.HOMES.resolve("fence-" + name);
    try {
      AppProcess.prepare(ROOT, home, Map.of()).stopAll(); // What an interrupted test left running.
      delete(home);
      Files.createDirectories(home.resolve("playbooks"));
      Sandbox vendors = Sandbox.start(0);
      Map<String, String> settings = new LinkedHashMap<>(vendors.properties());
      settings.put("firebreak.playbooks.dir", home.resolve("playbooks").toString());
      settings.put("firebreak.sources." + SOURCE + ".kind", "standard-webhooks");
      settings.put("firebreak.sources." + SOURCE + ".settings.secret", SECRET);
      return new FencedApp(AppProcess.prepare(ROOT, home, settings), vendors, new Traces(home));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
    }
  }

  Traces traces() {
    return traces;
  }

  /** The traces in the running process and around it. */
  List<String> tracesLeft() {
    return traces.left(process.pid());
  }

  Path home() {
    return process.home();
  }

  URI url() {
    return process.url();
  }

  String log() {
    return read(process.log());
  }

  FencedApp playbook(String name, byte[] bpmn) {
    return write("playbooks/" + name + "/playbook.bpmn", bpmn);
  }

  FencedApp withoutPlaybook(String name) {
    try {
      delete(home().resolve("playbooks").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * @param name {@code triage} or {@code policy}
   */
  FencedApp table(String name, byte[] dmn) {
    return write("playbooks/" + name + ".dmn", dmn);
  }

  private FencedApp write(String file, byte[] bytes) {
    try {
      Path to = home().resolve(file);
      Files.createDirectories(to.resolveSibling("."));
      Files.write(to, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  void start() {
    process.start();
    process.awaitReady(START);
  }

  /** Ends the application and leaves its database running. */
  void kill() {
    process.kill();
    ProcessHandle.of(process.pid()).ifPresent(p -> p.onExit().join());
  }

  /**
   * Starts it where it is expected not to.
   *
   * @return what it says
   */
  String refusal() {
    process.start();
    try {
      process.awaitReady(START);
    } catch (IllegalStateException refused) {
      return String.valueOf(refused.getMessage());
    }
    throw new AssertionError("the application started");
  }

  /** The database, as the role that owns it; also while only the database runs. */
  Connection database() throws SQLException {
    try {
      JsonNode at = Json.parse(read(home().resolve("database.json")));
      return DriverManager.getConnection(
          at.path("jdbcUrl").asText(), at.path("user").asText(), at.path("password").asText());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database, as one who may do everything. */
  Connection superuser() throws SQLException {
    try {
      JsonNode at = Json.parse(read(home().resolve("database.json")));
      return DriverManager.getConnection(
          at.path("jdbcUrl").asText(),
          "postgres",
          read(home().resolve("database/superuser.password")).strip());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends an alert and waits for its incident. */
  JsonNode incident(Map<String, Object> alert) {
    String id = send(alert);
    return eventually(
        "an incident of alert " + id,
        () ->
            items("/api/v1/incidents?limit=500").stream()
                .map(i -> story(i.path("id").asText()))
                .filter(s -> s.path("alerts").findValuesAsText("id").contains(id))
                .findFirst());
  }

  private String send(Map<String, Object> alert) {
    String body = Json.write(alert);
    String id = "msg_" + UUID.randomUUID();
    long now = Instant.now().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/hooks/" + SOURCE))
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(now))
            .header("webhook-signature", signed(id, now, body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    Answer answer = send(request);
    if (answer.status() != 202) {
      throw new AssertionError("the alert was answered " + answer);
    }
    return answer.body().path("accepted").path(0).path("alert").asText();
  }

  private static String signed(String id, long now, String body) {
    try {
      return new Webhook(SECRET).sign(id, now, body);
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode story(String incident) {
    return get("/api/v1/incidents/" + incident).body();
  }

  List<JsonNode> items(String path) {
    Answer answer = get(path);
    if (answer.status() != 200) {
      throw new AssertionError(path + " was answered " + answer);
    }
    return List.copyOf(answer.body().path("items").valueStream().toList());
  }

  /** The open task of an incident, once it is there. */
  JsonNode task(String incident) {
    return eventually(
        "a task of incident " + incident,
        () ->
            items("/api/v1/tasks").stream()
                .filter(t -> t.path("incident").asText().equals(incident))
                .findFirst());
  }

  Answer complete(JsonNode task, Map<String, Object> variables) {
    return post(
        "/api/v1/tasks/" + task.path("id").asText() + "/complete", Map.of("variables", variables));
  }

  Answer get(String path) {
    return send(authorized(path).GET().build());
  }

  Answer post(String path, Object body) {
    return send(
        authorized(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build());
  }

  /** Says yes as somebody who may. */
  void approve(String approval) {
    Map<String, Object> ann =
        Map.of("name", "ann", "roles", List.of("approver"), "scopes", List.of("*"));
    String token = post("/api/v1/people", ann).body().path("token").asText();
    send(
        authorized("/api/v1/approvals/" + approval + "/votes")
            .setHeader("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.write(Map.of("vote", "approve", "comment", ""))))
            .build());
  }

  /** The ticket that an incident's run opened, as the fake Jira has it. */
  JsonNode ticket(String incident) {
    String key =
        eventually(
            "a ticket of incident " + incident,
            () ->
                story(incident)
                    .path("actions")
                    .valueStream()
                    .map(a -> a.path("output").path("key").asText(""))
                    .filter(k -> !k.isEmpty())
                    .findFirst());
    String setting = "firebreak.connectors.jira.settings.";
    String login =
        vendorSettings.get(setting + "email") + ":" + vendorSettings.get(setting + "token");
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    URI address = URI.create(vendorSettings.get(setting + "url") + "/rest/api/3/issue/" + key);
    return send(HttpRequest.newBuilder(address).header("authorization", "Basic " + basic).build())
        .body()
        .path("fields");
  }

  private HttpRequest.Builder authorized(String path) {
    return HttpRequest.newBuilder(url().resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("authorization", "Bearer " + read(home().resolve("token")).strip());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> r = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      boolean json = r.headers().firstValue("content-type").orElse("").contains("json");
      return new Answer(
          r.statusCode(), json ? Json.parse(r.body()) : Json.mapper().createObjectNode());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Looks until it is there. */
  static <T> T eventually(String what, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    throw new AssertionError("there was no " + what + " within " + DEADLINE.toSeconds() + " s");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.stopAll();
    vendors.close();
    traces.close();
  }
}
