package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Canaries;
import dev.firebreak.support.CommandLine;
import dev.firebreak.support.DatabaseDump;
import dev.firebreak.support.EventStream;
import dev.firebreak.support.EveryKind;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.GetPaths;
import dev.firebreak.support.VaultServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No secret of any setting is seen anywhere, whatever vendors answer. Every kind there is has an
 * instance; half of the vendors are not there, the others answer with an error that repeats all
 * that they were sent.
 */
class CanaryIT {
  private static final int ROUNDS = 8;
  private static final List<Parrot> PARROTS = new ArrayList<>();

  /** What parrots gave. */
  private static final Canaries TOKENS = new Canaries();

  private static final List<String> ANSWERS = new ArrayList<>();

  private static final String SECRET_ID = Canaries.word();
  private static final VaultServer VAULT = new VaultServer(SECRET_ID);

  private static EveryKind absent;
  private static EveryKind parroting;
  private static Firebreak app;
  private static String incident;

  @BeforeAll
  static void useEverything() throws IOException {
    absent = new EveryKind(() -> URI.create("http://127.0.0.1:1"));
    parroting = new EveryKind(CanaryIT::parrot);
    Map<String, String> all = new LinkedHashMap<>(named("absent-", absent.properties()));
    all.putAll(named("parrot-", fromVault(parroting)));
    String lifts = Canaries.word();
    TOKENS.add("what lifts at Okta", lifts);
    all.put("firebreak.connectors.parrot-okta-a.lift.token", lifts);
    TOKENS.add("what opens Vault", SECRET_ID);
    Path secretId = Files.writeString(Files.createTempFile("vault", "secret-id"), SECRET_ID);
    all.putAll(VAULT.properties(secretId.toString()));
    all.putAll(Firebreak.signingSource("siem", true));
    all.put("firebreak.brakes.contain-per-hour", "0");
    all.put("quarkus.log.category.\"dev.firebreak\".level", "DEBUG");
    app = Firebreak.start("canary", all);
    incident =
        app.incident(
            Alerts.alert(
                unique("canary"),
                "high",
                List.of(),
                List.of(Map.of("type", "domain", "id", unique("evil") + ".example"))));
    signIn();
    deliver("absent-", absent);
    deliver("parrot-", parroting);
    List<JsonNode> actions = actions();
    for (int round = 0; round < ROUNDS; round++) {
      app.operator().post("/api/v1/connectors/checkup", Map.of()).json(200);
      actions.stream().map(a -> asked("rehearse", a)).forEach(CanaryIT::ask);
    }
    actions.stream().map(a -> asked("run", a)).forEach(a -> ask(a).json(202));
    agreeOnAll();
    Await.until("most actions to have ended", CanaryIT::mostHaveEnded);
    VAULT.tokens().forEach(t -> TOKENS.add("what Vault gave", t));
  }

  @AfterAll
  static void stop() {
    app.close();
    PARROTS.forEach(Parrot::close);
    VAULT.close();
  }

  private static Map<String, String> named(String prefix, Map<String, String> properties) {
    Map<String, String> all = new LinkedHashMap<>();
    properties.forEach(
        (k, v) -> all.put(k.replaceFirst("^(firebreak\\.[a-z]+\\.)", "$1" + prefix), v));
    return all;
  }

  /** The same, with what is secret in a Vault. */
  private static Map<String, String> fromVault(EveryKind kinds) {
    Map<String, String> all = kinds.properties();
    kinds
        .secrets()
        .forEach(
            (name, secret) -> {
              VAULT.put(name, Map.of("value", secret));
              all.replaceAll(
                  (key, v) -> v.equals(secret) ? "vault:secret/data/" + name + "#value" : v);
            });
    return all;
  }

  /** Somebody with a token, and somebody with a password and a session. */
  private static void signIn() {
    TOKENS.add("a token of ours", app.person("ann").token());
    Map<String, Object> eve =
        Map.of(
            "name",
            "eve",
            "credential",
            "password",
            "roles",
            List.of("viewer"),
            "scopes",
            List.of("*"));
    JsonNode added = app.operator().post("/api/v1/people", eve).json(201);
    String password = added.path("oneTimePassword").asText();
    Answer signedIn =
        app.http()
            .post(
                "/api/v1/session",
                Map.of("Content-Type", "application/json"),
                Json.bytes(Map.of("name", "eve", "password", password)));
    String cookie = signedIn.header("set-cookie").orElseThrow().split(";", 2)[0];
    app.http().get("/api/v1/me", Map.of("Cookie", cookie));
    TOKENS.add("a one-time password", password);
    TOKENS.add("a session", cookie.substring(cookie.indexOf('=') + 1));
  }

  private static URI parrot() {
    Parrot parrot = new Parrot(TOKENS);
    PARROTS.add(parrot);
    return parrot.url();
  }

  /** In all the ways in which a sender may show a secret, right and wrong, with a useless body. */
  private static void deliver(String prefix, EveryKind kinds) {
    kinds
        .secrets()
        .forEach(
            (name, secret) -> {
              String[] parts = name.split("\\.");
              if (parts[0].equals("sources") && !secret.contains("\n")) {
                deliver("/hooks/" + prefix + parts[1], secret);
              } else if (parts[1].startsWith("edl")) {
                fetch("/lists/" + prefix + parts[1] + "/ip", "firewall", secret);
              } else if (parts[1].startsWith("worker")) {
                work(prefix + parts[1], secret);
              }
            });
  }

  private static void fetch(String path, String user, String secret) {
    for (String pair : List.of(user + ":" + secret, user + ":x" + secret, secret)) {
      app.http().get(path, Map.of("Authorization", basic(pair)));
    }
  }

  private static void work(String connector, String credential) {
    String topic = "{\"topicName\":\"" + connector + ".cut-power\",\"lockDuration\":1000}";
    app.http()
        .post(
            "/engine-rest/external-task/fetchAndLock",
            Map.of(
                "Authorization",
                basic(connector + ":" + credential),
                "Content-Type",
                "application/json"),
            ("{\"workerId\":\"w\",\"maxTasks\":1,\"topics\":[" + topic + "]}")
                .getBytes(StandardCharsets.UTF_8))
        .json(200);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static void deliver(String path, String secret) {
    for (String header :
        List.of("Bearer " + secret, basic("any:" + secret), secret, "Bearer x" + secret)) {
      post(path, Map.of("Authorization", header));
    }
    post(path + "/" + secret.replace("+", "%2B").replace("/", "%2F"), Map.of());
    app.http().get(path, Map.of("Authorization", "Bearer " + secret));
  }

  private static void post(String path, Map<String, String> more) {
    for (String type : List.of("application/json", "text/plain")) {
      Map<String, String> headers = new LinkedHashMap<>(more);
      headers.put("Content-Type", type);
      app.http().post(path, headers, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<JsonNode> actions() {
    return app.items("/api/v1/connectors").flatMap(c -> Firebreak.each(c.path("actions"))).toList();
  }

  private static Map<String, Object> asked(String mode, JsonNode action) {
    return Map.of(
        "mode",
        mode,
        "topic",
        action.path("topic").asText(),
        "incident",
        incident,
        "reason",
        "a canary",
        "inputs",
        PlausibleInputs.of(action));
  }

  private static Answer ask(Map<String, Object> asked) {
    Answer answer = app.person("ann").post("/api/v1/actions", asked);
    ANSWERS.add(answer.text());
    return answer;
  }

  private static void agreeOnAll() {
    Firebreak.each(app.story(incident).path("approvals"))
        .filter(a -> a.path("state").asText().equals("open"))
        .map(a -> a.path("id").asText())
        .forEach(
            id -> {
              app.person("bob").vote(id, "approve").json(200);
              app.person("cyd").vote(id, "approve");
            });
  }

  /** Of vendors that are there; the others are tried until the deadline. */
  private static boolean mostHaveEnded() {
    List<JsonNode> there =
        Firebreak.each(app.story(incident).path("actions"))
            .filter(a -> a.path("topic").asText().startsWith("parrot-"))
            .toList();
    long ended = there.stream().filter(a -> a.hasNonNull("endedAt")).count();
    return ended > there.size() * 3 / 4;
  }

  private static void silentAbout(List<String> texts) {
    Set<String> seen = new TreeSet<>(absent.canaries().in(texts));
    seen.addAll(parroting.canaries().in(texts));
    seen.addAll(TOKENS.in(texts));
    assertThat(seen).isEmpty();
  }

  @Test
  void every_kind_and_every_secret_setting_has_a_canary() {
    assertThat(absent.missing()).isEmpty();
    assertThat(app.items("/api/v1/connectors").map(c -> c.path("kind").asText()))
        .containsAll(Set.copyOf(absent.connectors().values()));
    assertThat(absent.canaries().size()).isGreaterThan(60);
  }

  /** Else the other tests would prove nothing. */
  @Test
  void the_secrets_were_used_and_senders_that_showed_them_were_believed() {
    Set<String> heard = new LinkedHashSet<>();
    PARROTS.stream()
        .flatMap(p -> p.calls().stream())
        .map(c -> c.path() + c.headers() + c.body())
        .forEach(text -> heard.addAll(parroting.canaries().in(text)));

    assertThat(heard).hasSizeGreaterThan(20);
    assertThat(TOKENS.size()).isPositive();
    assertThat(VAULT.asked().stream().filter(a -> a.startsWith("GET ")).distinct())
        .hasSizeGreaterThan(40);
    assertThat(PARROTS).allSatisfy(p -> assertThat(p.calls()).isNotEmpty());
    assertThat(
            app.items("/api/v1/kept-aside?limit=500")
                .map(a -> a.path("source").asText())
                .distinct())
        .hasSizeGreaterThan(20);
  }

  @Test
  void none_is_in_the_log() throws IOException {
    String log = Files.readString(app.app().log());

    assertThat(log).contains("127.0.0.1");
    silentAbout(List.of(log));
  }

  @Test
  void none_is_in_any_answer_of_the_api() {
    Map<String, String> answers = new LinkedHashMap<>();
    GetPaths.of(app).forEach(path -> answers.put(path, app.operator().asked(path).text()));

    assertThat(answers).hasSizeGreaterThan(100);
    silentAbout(List.copyOf(answers.values()));
  }

  @Test
  void none_is_in_an_answer_to_a_rehearsal_or_a_request() {
    assertThat(ANSWERS).hasSizeGreaterThan(500);
    silentAbout(ANSWERS);
  }

  /** As what is left out of what is asked for is said in words, too. */
  @Test
  void what_is_wrong_is_said_in_words_for_people() {
    assertThat(ANSWERS)
        .noneMatch(a -> a.contains("DeserializationFeature") || a.contains("com.fasterxml"))
        .noneMatch(a -> a.matches("(?s).*java\\.[a-z]+\\..*Exception.*"));
  }

  @Test
  void none_is_in_an_answer_to_somebody_without_a_token() {
    List<String> answers =
        GetPaths.of(app).stream()
            .map(path -> app.http().get(path, Map.of()))
            .map(a -> a.headers() + a.text())
            .toList();

    silentAbout(answers);
  }

  @Test
  void none_is_in_the_audit_trail_and_its_events() {
    long until = app.newestEntry();
    List<String> entries = new ArrayList<>();
    try (EventStream events = app.operator().eventsAfter(0)) {
      while (entries.size() < until) {
        entries.add(events.next().toString());
      }
    }

    assertThat(entries).hasSizeGreaterThan(200);
    silentAbout(entries);
  }

  /** In which vendors' calls are by digest, and messages byte for byte. */
  @Test
  void none_is_in_any_file_of_an_evidence_bundle() throws IOException {
    Path bundle = Firebreak.emptyHome("canary-evidence").resolve("bundle.zip");
    Files.createDirectories(bundle.getParent());
    CommandLine said = CommandLine.run(app.app().home(), "evidence", incident, bundle.toString());
    assertThat(said.exit()).as(said.output()).isZero();
    List<String> texts = new ArrayList<>();

    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      for (ZipEntry file : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(file).readAllBytes();
        texts.add(file.getName().endsWith(".pdf") ? pdf(bytes) : new String(bytes, UTF_8));
      }
    }

    assertThat(texts).anyMatch(t -> t.contains("requestSha256")).hasSizeGreaterThan(10);
    silentAbout(texts);
  }

  private static String pdf(byte[] bytes) throws IOException {
    try (PDDocument document = Loader.loadPDF(bytes)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s", "");
    }
  }

  @Test
  void none_is_in_any_table_of_the_database() throws SQLException {
    Map<String, List<String>> tables = DatabaseDump.of(app);

    assertThat(tables).containsKeys("public.message", "public.action", "public.audit");
    assertThat(tables.get("public.action")).anyMatch(r -> r.contains("parrot-okta-a.suspend-user"));
    silentAbout(tables.values().stream().flatMap(List::stream).toList());
  }

  /** The search itself. */
  @Test
  void a_secret_that_is_there_would_be_found_in_any_form() throws IOException {
    String properties = Files.readString(app.app().home().resolve("firebreak.properties"));
    Canaries one = new Canaries();
    String word = Canaries.word();
    one.add("it", word);

    assertThat(absent.canaries().in(properties)).hasSizeGreaterThan(50);
    for (String before : List.of("", "u:", "us:", "use:")) {
      byte[] bytes = (before + word + "!").getBytes(StandardCharsets.UTF_8);
      assertThat(one.in(Base64.getEncoder().encodeToString(bytes))).containsExactly("it");
    }
  }
}
