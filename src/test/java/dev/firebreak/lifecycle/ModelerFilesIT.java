package dev.firebreak.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the desktop modeler reads and writes, looked at with its own libraries: they need npm, and
 * the tests are skipped where it or the packages are not to be had.
 */
class ModelerFilesIT {
  private static final Path NODE = Firebreak.ROOT.resolve("quarkus-app/target/it/node");
  private static final String TEMPLATES = ".camunda/element-templates";
  private static boolean installed;

  /** What a program said, and its exit code. */
  private record Said(int exit, String text) {}

  @BeforeAll
  static void install() throws IOException {
    Files.createDirectories(NODE);
    try (Stream<Path> files = Files.list(Firebreak.ROOT.resolve("src/test/node"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            NODE.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try {
      installed = said("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts").exit() == 0;
    } catch (UncheckedIOException noNpm) {
      installed = false;
    }
    if (!installed) {
      System.getLogger("tests")
          .log(
              System.Logger.Level.WARNING,
              "no npm, so nothing is opened with the modeler's libraries");
    }
  }

  private static Said said(String... command) {
    try {
      Path log = Files.createTempFile(NODE, "said", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(NODE.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(3, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      return new Said(ended ? process.exitValue() : -1, Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Said node(String script, List<Path> files) {
    assumeTrue(installed, "npm or the packages are not to be had here");
    List<String> command = new ArrayList<>(List.of("node", script));
    files.forEach(f -> command.add(f.toString()));
    return said(command.toArray(String[]::new));
  }

  private static List<Path> shipped(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(Firebreak.ROOT.resolve("playbooks"))) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void every_shipped_playbook_is_opened_and_saved_without_loss() throws IOException {
    List<Path> playbooks = shipped(".bpmn");

    Said said = node("resave.mjs", playbooks);

    assertThat(playbooks).isNotEmpty();
    assertThat(said.text()).isEmpty();
    assertThat(said.exit()).isZero();
  }

  @Test
  void what_the_modeler_does_not_know_would_be_seen() throws IOException {
    Path foreign = Files.createDirectories(NODE.resolve("foreign")).resolve("playbook.bpmn");
    Files.writeString(
        foreign,
        Files.readString(shipped(".bpmn").get(0)).replaceFirst("camunda:topic=", "camunda:topik="));

    Said said = node("resave.mjs", List.of(foreign));

    assertThat(said.exit()).isNotZero();
    assertThat(said.text()).contains("unknown attribute <camunda:topik>");
  }

  @Test
  void the_templates_beside_the_playbooks_fit_camunda_7s_schema() throws IOException {
    List<Path> templates =
        shipped(".json").stream().filter(f -> f.toString().contains("element-templates")).toList();

    Said said = node("templates.mjs", templates);

    assertThat(templates).isNotEmpty();
    assertThat(said.text()).isEmpty();
    assertThat(said.exit()).isZero();
  }

  /** Those of the connectors that shipped playbooks call, as the application makes them. */
  @Test
  void the_templates_beside_the_playbooks_are_those_of_the_actions() throws Exception {
    StringBuilder playbooks = new StringBuilder();
    for (Path playbook : shipped(".bpmn")) {
      playbooks.append(Files.readString(playbook));
    }
    Map<String, String> made = unpacked();
    made.keySet()
        .removeIf(f -> !playbooks.toString().contains("camunda:topic=\"" + f.replace("json", "")));
    Path beside = Firebreak.ROOT.resolve("playbooks/" + TEMPLATES);
    if (Boolean.getBoolean("firebreak.docs.write")) {
      Files.createDirectories(beside);
      for (Map.Entry<String, String> file : made.entrySet()) {
        Files.writeString(beside.resolve(file.getKey()), file.getValue());
      }
    }

    Map<String, String> there = new TreeMap<>();
    for (Path file : shipped(".json")) {
      if (file.startsWith(beside)) {
        there.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }

    assertThat(made).isNotEmpty();
    assertThat(there)
        .as("run this test with -Dfirebreak.docs.write=true and look at the difference")
        .isEqualTo(made);
  }

  private static Map<String, String> unpacked() throws IOException, InterruptedException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zip()))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        assertThat(e.getName()).matches("\\.camunda/element-templates/[a-z0-9.-]+\\.json");
        files.put(
            e.getName().substring(TEMPLATES.length() + 1),
            new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void the_zip_holds_a_file_a_connector_that_fits_the_schema() throws Exception {
    Path folder = Files.createDirectories(NODE.resolve("zip"));
    List<Path> templates = new ArrayList<>();
    for (Map.Entry<String, String> file : unpacked().entrySet()) {
      templates.add(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
    }

    Said said = node("templates.mjs", templates);

    assertThat(templates).hasSizeGreaterThan(3);
    assertThat(said.text()).isEmpty();
  }

  private static byte[] zip() throws IOException, InterruptedException {
    Firebreak app = SharedFirebreak.get();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(app.url() + "/api/v1/element-templates"))
            .header("Authorization", "Bearer " + app.operator().token())
            .build();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
