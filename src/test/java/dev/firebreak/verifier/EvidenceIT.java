package dev.firebreak.verifier;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Await;
import dev.firebreak.support.Database;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is handed out about an incident, as an auditor takes it. */
class EvidenceIT {
  private static final String HOSTILE =
      "<script>alert(1)</script><img src=\"http://127.0.0.1:1/x\"/> &amp; \u202Egnp.exe";

  private static final Firebreak APP = SharedFirebreak.get();
  private static Path folder;
  private static String incident;
  private static Path bundle;
  private static Map<String, byte[]> files;

  private record Said(int exit, String text) {}

  @BeforeAll
  static void an_incident_with_an_approval_and_a_containment() throws Exception {
    folder = Files.createDirectories(Firebreak.emptyHome("evidence-files"));
    Map<String, Object> alert = new LinkedHashMap<>(Alerts.outflow(unique("hot"), "medium"));
    alert.put("title", HOSTILE);
    alert.put("attributes", Map.of("exposure_usd", "2150000"));
    incident = APP.incident(alert);
    String approval = Await.value("a question", EvidenceIT::question);
    APP.person("ann").vote(approval, "approve").json(200);
    APP.entry(incident, "action.confirmed");
    bundle = taken();
    files = Archive.files(bundle);
  }

  private static Optional<String> question() {
    return Firebreak.each(APP.story(incident).path("approvals"))
        .filter(a -> a.path("state").asText().equals("open"))
        .map(a -> a.path("id").asText())
        .findFirst();
  }

  private static Said launcher(Object... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Firebreak.ROOT.resolve("firebreak").toString()));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), text);
  }

  private static Path taken() throws IOException, InterruptedException {
    return taken(incident);
  }

  private static Path taken(String incident) throws IOException, InterruptedException {
    Path file = folder.resolve(unique("bundle") + ".zip");
    Said said = launcher("--home", APP.app().home(), "evidence", incident, file);
    assertThat(said.exit()).as(said.text()).isZero();
    return file;
  }

  private static Path key() {
    return APP.app().home().resolve("audit-key.pub");
  }

  private static JsonNode json(String name) throws IOException {
    return Json.parse(files.get(name));
  }

  private static Findings check(Path file) throws Exception {
    Keys keys = new Keys();
    keys.add(Files.readString(key()));
    return new BundleCheck(keys).run(file);
  }

  private static Path zipped(Map<String, byte[]> contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
      zip.finish();
      return Files.write(folder.resolve(unique("changed") + ".zip"), out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_bundle_is_whole_for_somebody_without_the_server() throws Exception {
    Said said = launcher("evidence", "check", bundle, "--key", key());

    assertThat(said.text())
        .contains("The manifest is signed by key", "files compared", "Nothing wrong was found");
    assertThat(said.exit()).isZero();
  }

  @Test
  void it_holds_what_an_auditor_asks_for() throws Exception {
    assertThat(files.keySet())
        .contains(
            "README.txt",
            "report.html",
            "report.pdf",
            "incident.json",
            "timeline.json",
            "alerts.json",
            "decisions.json",
            "runs.json",
            "actions.json",
            "approvals.json",
            "containments.json",
            "clocks.json");
    JsonNode run = json("runs.json").get(0);
    assertThat(files).containsKey(run.path("file").asText());
    assertThat(run.path("sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(json("decisions.json").get(0).at("/data/rules/0/id").asText()).isNotBlank();
    assertThat(json("approvals.json").get(0).at("/approval/votes/0/subject").asText())
        .isEqualTo("person:ann");
    assertThat(json("approvals.json").get(0).at("/approval/votes/0/seen/sha256").asText())
        .as("what the voter was shown, by the hash that the trail has")
        .isEqualTo(voted().path("data").path("seen").asText())
        .matches("[0-9a-f]{64}");
    assertThat(json("containments.json").get(0).path("state").asText()).isEqualTo("CONFIRMED");
  }

  private static JsonNode voted() throws IOException {
    return Firebreak.each(json("timeline.json"))
        .filter(m -> m.path("kind").asText().equals("approval.voted"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_message_is_in_it_byte_for_byte() throws Exception {
    String raw = json("alerts.json").get(0).path("raw").asText();

    assertThat(new String(files.get(raw), StandardCharsets.UTF_8)).contains("<script>", "medium");
  }

  /** Copied in the database: so many alerts, and actions that are over, take long to come about. */
  @Test
  void an_incident_of_thousands_is_in_it_whole() throws Exception {
    String wallet = unique("hot");
    String large = APP.incident(Alerts.outflow(wallet, "low"));
    Database.asSuperuser(APP)
        .run(
            "insert into action select (jsonb_populate_record(null::action, to_jsonb(a) ||"
                + " jsonb_build_object('id', 'copy-' || n, 'incident', '"
                + large
                + "', 'effect', 'READ', 'state', 'DONE', 'containment', null, 'next_probe_at',"
                + " null, 'run', null, 'step', null))).* from (select * from action where incident"
                + " = '"
                + incident
                + "' limit 1) a, generate_series(1, 2100) n",
            "insert into alert select (jsonb_populate_record(null::alert, to_jsonb(a) ||"
                + " jsonb_build_object('id', gen_random_uuid()))).* from alert a,"
                + " generate_series(1, 1100) n where a.incident = '"
                + large
                + "'");

    Path file = taken(large);

    Map<String, byte[]> whole = Archive.files(file);
    assertThat(Json.parse(whole.get("alerts.json"))).hasSize(1101);
    assertThat(Json.parse(whole.get("actions.json"))).hasSize(2100);
    assertThat(new String(whole.get("report.html"), StandardCharsets.UTF_8))
        .contains("Made of the first 1000 alerts; all 1101 are in alerts.json.")
        .contains("more are in actions.json");
    Said said = launcher("evidence", "check", file, "--key", key());
    assertThat(said.text()).contains("1101 alerts, as the manifest says", "Nothing wrong");
  }

  /** With the key stolen: what the manifest counts has to be there. */
  @Test
  void an_alert_that_was_taken_out_is_missed() throws Exception {
    Forger thief = new Forger(APP.secretFile("audit-key"));
    Map<String, byte[]> less = new TreeMap<>(files);
    less.put("alerts.json", "[ ]".getBytes(StandardCharsets.UTF_8));

    assertThat(check(zipped(thief.forged(less, "alerts.json"))).wrong())
        .anySatisfy(w -> assertThat(w).contains("tells of 1 alerts, but there are 0"));
  }

  @Test
  void the_timeline_is_in_order_and_tells_machine_from_people() throws Exception {
    List<JsonNode> timeline = Firebreak.each(json("timeline.json")).toList();

    assertThat(timeline).extracting(m -> m.path("at").asText()).isSorted();
    assertThat(timeline)
        .filteredOn(m -> m.path("kind").asText().equals("approval.voted"))
        .singleElement()
        .satisfies(m -> assertThat(m.path("person").asBoolean()).isTrue());
    assertThat(timeline).anyMatch(m -> m.path("who").asText().equals("system"));
  }

  @Test
  void calls_to_vendors_are_in_it_by_digest_and_size_only() throws Exception {
    List<JsonNode> exchanges =
        Firebreak.each(json("actions.json"))
            .flatMap(a -> Firebreak.each(a.path("exchanges")))
            .toList();

    assertThat(exchanges)
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(e.path("requestSha256").asText()).matches("[0-9a-f]{64}");
              assertThat(e.path("host").asText()).isEqualTo("127.0.0.1");
              assertThat(e.has("body")).isFalse();
            });
    assertThat(exchanges).anyMatch(e -> e.path("status").asInt() / 100 == 2);
  }

  @Test
  void that_it_was_taken_is_in_the_trail_by_whom() throws Exception {
    List<JsonNode> timeline = Firebreak.each(json("timeline.json")).toList();

    assertThat(timeline)
        .filteredOn(m -> m.path("kind").asText().equals("evidence.taken"))
        .singleElement()
        .satisfies(m -> assertThat(m.path("who").asText()).startsWith("person:"));
  }

  @Test
  void the_report_is_a_pdf_with_fonts_of_its_own_and_hostile_text_is_text() throws Exception {
    String html = new String(files.get("report.html"), StandardCharsets.UTF_8);
    try (PDDocument pdf = Loader.loadPDF(files.get("report.pdf"))) {
      String text = new PDFTextStripper().getText(pdf);

      assertThat(text).contains("INCIDENT REPORT", "DORA", "TA0010", "2150000");
      assertThat(text.replaceAll("\\s", "")).contains("<script>alert(1)</script>");
      for (var page : pdf.getPages()) {
        assertThat(page.getAnnotations()).isEmpty();
        for (var name : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
        }
      }
    }
    assertThat(html)
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script", "<img", "http://127.0.0.1:1/x\"/>", "\u202E", "href", "src=\"");
  }

  @Test
  void whatever_file_is_changed_left_out_or_added_is_found() throws Exception {
    Random random = new Random(20260301);
    List<String> missed = new ArrayList<>();
    for (String name : files.keySet()) {
      for (int i = 0; i < 5; i++) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        byte[] bytes = files.get(name).clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        changed.put(name, bytes);
        if (check(zipped(changed)).ok()) {
          missed.add("changed " + name);
        }
      }
      Map<String, byte[]> less = new TreeMap<>(files);
      less.remove(name);
      if (check(zipped(less)).ok()) {
        missed.add("left out " + name);
      }
      Map<String, byte[]> more = new TreeMap<>(files);
      more.put(name + "x", files.get(name));
      if (check(zipped(more)).ok()) {
        missed.add("added " + name + "x");
      }
    }

    assertThat(files).hasSizeGreaterThan(15);
    assertThat(missed).isEmpty();
    assertThat(check(zipped(files)).wrong()).isEmpty();
  }

  /** By somebody with a key of his own; the auditor holds ours. */
  @Test
  void a_bundle_that_somebody_else_signed_is_not_ours() throws Exception {
    Map<String, byte[]> forged = new Forger().forged(files, "approvals.json");

    assertThat(check(zipped(forged)).wrong())
        .anySatisfy(w -> assertThat(w).contains("which is not trusted"));
  }

  /** With the stolen key the manifest can be made anew; the trail still has the old hashes. */
  @Test
  void with_the_key_a_diagram_and_a_message_still_cannot_be_exchanged() throws Exception {
    Forger thief = new Forger(APP.secretFile("audit-key"));
    String diagram = json("runs.json").get(0).path("file").asText();
    String message = json("alerts.json").get(0).path("raw").asText();

    assertThat(check(zipped(thief.forged(files, "README.txt"))).wrong()).isEmpty();
    assertThat(check(zipped(thief.forged(files, diagram))).wrong())
        .singleElement()
        .satisfies(w -> assertThat(w).contains("The diagram"));
    assertThat(check(zipped(thief.forged(files, message))).wrong())
        .singleElement()
        .satisfies(w -> assertThat(w).contains("The message"));
  }

  @Test
  void deadlines_run_from_the_first_alert_and_end_when_a_report_is_marked() {
    String path = "/api/v1/incidents/" + incident + "/clocks";
    JsonNode before = APP.operator().get(path).path("items");
    assertThat(clock(before, "dora-initial").path("state").asText()).isEqualTo("RUNNING");
    assertThat(clock(before, "dora-intermediate").path("provisional").asBoolean()).isTrue();

    APP.operator().post(path, Map.of("mark", "dora-initial")).json(200);

    JsonNode after = APP.operator().get(path).path("items");
    assertThat(clock(after, "dora-initial").path("state").asText()).isEqualTo("DONE");
    assertThat(clock(after, "dora-intermediate").path("provisional").asBoolean()).isFalse();
    assertThat(APP.operator().post(path, Map.of("mark", "nonsense")).status()).isEqualTo(400);
    assertThat(
            APP.operator()
                .post(path, Map.of("mark", "aware", "at", "2999-01-01T00:00:00Z"))
                .status())
        .isEqualTo(400);
  }

  private static JsonNode clock(JsonNode all, String name) {
    return Firebreak.each(all)
        .filter(c -> c.path("clock").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
