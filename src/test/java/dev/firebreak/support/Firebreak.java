package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The shipped application, running as a process with a home folder of its own, and what tests need
 * to talk to it. Everything but {@link #close} is safe for all threads.
 */
public final class Firebreak implements AutoCloseable {
  /** The checkout. */
  public static final Path ROOT =
      Path.of(System.getProperty("firebreak.root", "..")).toAbsolutePath().normalize();

  /** Where applications of tests live; one folder for each JVM that tests run in side by side. */
  public static final Path HOMES =
      ROOT.resolve("quarkus-app/target/it").resolve(System.getProperty("firebreak.fork", "jvm-1"));

  private static final Duration START = Duration.ofMinutes(3);

  private final AppProcess app;
  private final Map<String, String> properties;
  private final Http http;
  private final Person operator;
  private final Map<String, Person> people = new ConcurrentHashMap<>();

  private Firebreak(AppProcess app, Map<String, String> properties) {
    this.app = app;
    this.properties = properties;
    this.http = new Http(app.url());
    this.operator = new Person("operator", app.url(), token(app.home()));
  }

  /**
   * Prepares an application with an empty home that has not been started; stopped at the latest
   * when this JVM ends.
   *
   * @param name of its home under {@link #HOMES}
   */
  public static AppProcess prepare(String name, Map<String, String> properties) {
    return AppProcess.prepare(ROOT, emptyHome(name), withPlaybooks(properties));
  }

  /** An empty home folder under {@link #HOMES}. */
  public static Path emptyHome(String name) {
    Path home = HOMES.resolve(name);
    delete(home);
    return home;
  }

  /**
   * Starts one with an empty home.
   *
   * @param properties its configuration; playbooks are those of the checkout where it says nothing
   */
  public static Firebreak start(String name, Map<String, String> properties) {
    AppProcess app = prepare(name, properties);
    app.start();
    return running(app, properties);
  }

  /** Waits for one that was launched. */
  public static Firebreak running(AppProcess app, Map<String, String> properties) {
    app.awaitReady(START);
    // It answers over plain HTTP a little before it listens for TLS.
    Optional.ofNullable(properties.get("quarkus.http.ssl-port"))
        .map(Integer::valueOf)
        .ifPresent(port -> Await.until("it listens for TLS", () -> isOpen(port)));
    return new Firebreak(app, Map.copyOf(properties));
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Map<String, String> withPlaybooks(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    // Tests of one application contain more in an hour than an exchange does in a year.
    all.putIfAbsent("firebreak.brakes.contain-per-hour", "0");
    all.putIfAbsent("firebreak.playbooks.dir", ROOT.resolve("playbooks").toString());
    return all;
  }

  /** The configuration of a source that signs; see {@link #siem(String)}. */
  public static Map<String, String> signingSource(String id, boolean critical) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("firebreak.sources." + id + ".kind", "standard-webhooks");
    out.put("firebreak.sources." + id + ".critical", Boolean.toString(critical));
    out.put("firebreak.sources." + id + ".settings.secret", Siem.newSecret());
    return out;
  }

  public AppProcess app() {
    return app;
  }

  public URI url() {
    return app.url();
  }

  /** A setting it was started with. */
  public String property(String key) {
    return Optional.ofNullable(properties.get(key)).orElseThrow();
  }

  /** Somebody without a token. */
  public Http http() {
    return http;
  }

  /** The first person. */
  public Person operator() {
    return operator;
  }

  /** A person of this name, added when asked for first. */
  public Person person(String name) {
    return people.computeIfAbsent(name, this::added);
  }

  /** Somebody new with roles of his own, each with each of the scopes. */
  public Person person(String name, List<String> roles, List<String> scopes) {
    JsonNode made =
        operator
            .post("/api/v1/people", Map.of("name", name, "roles", roles, "scopes", scopes))
            .json(201);
    return withToken(name, made.path("token").asText());
  }

  /** Whoever holds a token. */
  public Person withToken(String name, String token) {
    return new Person(name, app.url(), token);
  }

  private Person added(String name) {
    return person(name, List.of("responder", "approver"), List.of("*"));
  }

  /** A source that signs. */
  public Siem siem(String source) {
    return siem(source, property("firebreak.sources." + source + ".settings.secret"));
  }

  /** A source that signs, with another secret. */
  public Siem siem(String source, String secret) {
    return new Siem(http, source, secret);
  }

  /** Sends an alert in Firebreak's own format as the source {@code siem}. */
  public Answer siem(Map<String, ?> alert) {
    return siem("siem").send(alert);
  }

  /** Sends an alert that must be accepted and waits for the incident it opens or joins. */
  public String incident(Map<String, ?> alert) {
    String id = siem(alert).json(202).path("accepted").path(0).path("alert").asText();
    return incidentOf(id);
  }

  /** The incident that an accepted alert opened, joined or repeated. */
  public String incidentOf(String alert) {
    return Await.value(
        "the incident of alert " + alert,
        () ->
            items("/api/v1/incidents?limit=500")
                .map(i -> i.path("id").asText())
                .filter(i -> alertsOf(i).anyMatch(a -> a.path("id").asText().equals(alert)))
                .findFirst());
  }

  private Stream<JsonNode> alertsOf(String incident) {
    return each(story(incident).path("alerts"));
  }

  /** One incident with all that belongs to it. */
  public JsonNode story(String incident) {
    return operator.get("/api/v1/incidents/" + incident);
  }

  /** The items of a list of the API. */
  public Stream<JsonNode> items(String path) {
    return each(operator.get(path).path("items"));
  }

  /** The elements of an array. */
  public static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** An action of an incident, as soon as it is in a state. */
  public JsonNode action(String incident, String topic, String target, String state) {
    return Await.value(
        topic + " on " + target + " being " + state,
        () ->
            each(story(incident).path("actions"))
                .filter(a -> a.path("topic").asText().equals(topic))
                .filter(a -> a.path("target").asText().equals(target))
                .filter(a -> a.path("state").asText().equals(state))
                .findFirst());
  }

  /** An open task of an incident, as soon as there is one whose name begins so. */
  public JsonNode task(String incident, String nameBegins) {
    return Await.value(
        "a task '" + nameBegins + "...'",
        () ->
            items("/api/v1/tasks")
                .filter(t -> t.path("incident").asText().equals(incident))
                .filter(t -> t.path("name").asText().startsWith(nameBegins))
                .findFirst());
  }

  /** An entry of an incident's trail, as soon as it is sealed: moments after the answer. */
  public JsonNode entry(String incident, String kind) {
    return Await.value(
        "the entry " + kind + " of incident " + incident,
        () ->
            timeline(incident).stream()
                .filter(e -> e.path("kind").asText().equals(kind))
                .findFirst());
  }

  /** The audit trail of an incident. */
  public List<JsonNode> timeline(String incident) {
    return items("/api/v1/incidents/" + incident + "/timeline").toList();
  }

  /** The number of the newest entry of the audit trail. */
  public long newestEntry() {
    return operator.get("/api/v1/audit/verification").path("entries").asLong();
  }

  /** A containment of an incident, as soon as it is in a state. */
  public JsonNode containment(String incident, String topic, String target, String state) {
    return Await.value(
        "containment " + topic + " on " + target + " being " + state,
        () ->
            each(story(incident).path("containments"))
                .filter(c -> c.path("topic").asText().equals(topic))
                .filter(c -> c.path("target").asText().equals(target))
                .filter(c -> c.path("state").asText().equals(state))
                .findFirst());
  }

  /** An open approval for an action on a target, as soon as it is asked. */
  public JsonNode approval(String incident, String topic, String target) {
    return Await.value(
        "the question for " + topic + " on " + target,
        () ->
            each(story(incident).path("approvals"))
                .filter(a -> a.path("topic").asText().equals(topic))
                .filter(a -> a.path("target").asText().equals(target))
                .filter(a -> a.path("state").asText().equals("open"))
                .findFirst());
  }

  /** The secret of a file in its home. */
  public String secretFile(String name) {
    return read(app.home().resolve(name));
  }

  /** {@code database.json}. */
  public JsonNode database() {
    try {
      return Json.parse(read(app.home().resolve("database.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String token(Path home) {
    return read(home.resolve("token"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + folder, e);
    }
  }

  /** Stops it and its database. */
  @Override
  public void close() {
    app.stopAll();
  }
}
