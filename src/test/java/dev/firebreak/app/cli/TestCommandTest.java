package dev.firebreak.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./firebreak test}, as a person types it, without a server. */
class TestCommandTest {
  private static final Path PLAYBOOKS =
      Path.of(System.getProperty("firebreak.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("playbooks");
  private static final String CASE = "lateral-movement/cases/no-workload-named";

  @TempDir private Path folder;

  private record Said(int code, String out, String err) {}

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(folder.resolve(CASE));
    for (String file :
        new String[] {
          "triage.dmn",
          "policy.dmn",
          "lateral-movement/playbook.bpmn",
          CASE + "/alert.json",
          CASE + "/script.json",
          CASE + "/trace.txt"
        }) {
      Files.copy(PLAYBOOKS.resolve(file), folder.resolve(file));
    }
  }

  private Said firebreak(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            Map.of("FIREBREAK_HOME", folder.resolve("no-home").toString()),
            new PrintWriter(out),
            new PrintWriter(err),
            args);
    return new Said(code, out.toString(), err.toString());
  }

  @Test
  void a_changed_trace_fails_with_the_difference_and_write_takes_it_over() throws IOException {
    Path trace = folder.resolve(CASE).resolve("trace.txt");
    String real = Files.readString(trace);
    Files.writeString(trace, real.replace("opens an incident", "opens a can"));
    Path junit = folder.resolve("results.xml");

    Said failed = firebreak("test", folder.toString(), "--junit", junit.toString());

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out())
        .contains("FAILED  no-workload-named", "opens a can", "opens an incident", "1 failed");
    assertThat(Files.readString(junit))
        .contains("failures=\"1\"", "classname=\"lateral-movement\"", "opens a can");

    Said written = firebreak("test", folder.resolve(CASE).toString(), "--write");

    assertThat(written.code()).isZero();
    assertThat(Files.readString(trace)).isEqualTo(real);
  }

  @Test
  void a_wrong_path_is_one_sentence() {
    Said said = firebreak("test", folder.resolve("nowhere").toString());

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).hasLineCount(1).contains("there is no folder");
  }

  @Test
  void an_empty_folder_is_one_sentence() throws IOException {
    Said said = firebreak("test", Files.createDirectory(folder.resolve("empty")).toString());

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).hasLineCount(1).contains("name a playbook's folder");
  }

  @Test
  void broken_json_is_one_sentence_with_its_place() throws IOException {
    Files.writeString(folder.resolve(CASE).resolve("alert.json"), "{\n  \"uid\": \n");

    Said said = firebreak("test", folder.resolve(CASE).toString());

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).hasLineCount(1).contains("alert.json is not JSON: line");
  }

  @Test
  void a_playbook_that_the_gate_refuses_fails_with_the_reason() throws IOException {
    Path file = folder.resolve("lateral-movement/playbook.bpmn");
    Files.writeString(
        file, Files.readString(file).replace("camunda:type=\"external\"", "camunda:class=\"a.B\""));

    Said said = firebreak("test", folder.toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).contains("refused: line", "1 playbooks refused");
  }
}
