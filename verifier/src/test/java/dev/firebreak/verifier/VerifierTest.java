package dev.firebreak.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
  private final Samples samples = new Samples();
  private final List<String> entries = Samples.entries(12);
  @TempDir private Path folder;
  private Path key;
  private Path witness;

  private record Said(int exit, String text) {}

  @BeforeEach
  void a_key_and_a_witness() throws IOException {
    key = Files.writeString(folder.resolve("audit-key.pub"), samples.pem());
    witness =
        Files.write(
            folder.resolve("heads"), List.of(samples.head(entries, 5), samples.head(entries, 12)));
  }

  private Path file(List<String> lines) {
    try {
      return Files.write(folder.resolve("export"), lines);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Said run(Object... args) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(all, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>();
    for (Object arg : args) {
      words.add(arg.toString());
    }
    int exit = Verifier.run(out, out, words.toArray(String[]::new));
    return new Said(exit, all.toString(StandardCharsets.UTF_8));
  }

  private Said check(List<String> lines) {
    return run(file(lines), "--key", key, "--witness", witness);
  }

  @Test
  void a_whole_export_is_whole() {
    Said said = check(samples.export(entries, 5, 8, 12));

    assertThat(said.text()).contains("12 entries and 3 heads", "Nothing wrong was found");
    assertThat(said.exit()).isZero();
  }

  @Test
  void without_a_key_from_elsewhere_it_says_what_that_is_worth() {
    Said said = run(file(samples.export(entries, 12)));

    assertThat(said.exit()).isZero();
    assertThat(said.text()).contains("in the export itself");
  }

  @Test
  void a_changed_entry_is_narrowed_down_by_the_heads_around_it() {
    List<String> lines = samples.export(entries, 5, 8, 12);
    lines.set(7, lines.get(7).replace("system", "person:x"));

    Said said = check(lines);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text())
        .contains("among the entries 6 to 8 something was changed", "later heads do not fit");
  }

  @Test
  void an_author_with_the_key_is_found_out_by_the_witness_alone() {
    List<String> forged = new ArrayList<>(entries);
    forged.set(6, forged.get(6).replace("system", "person:x"));
    Path export = file(samples.export(forged, 5, 8, 12));

    assertThat(run(export, "--key", key).exit()).isZero();
    Said said = run(export, "--key", key, "--witness", witness);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).contains("kept by " + witness, "entries 6 to 12");
  }

  @Test
  void a_cut_export_is_found_out_by_the_witness() {
    Said said = check(samples.export(entries.subList(0, 8), 5, 8));

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).contains("covers more than the 8 entries", "the end is missing");
  }

  @Test
  void heads_of_another_key_are_not_trusted() {
    Samples stranger = new Samples();

    Said said = check(stranger.export(entries, 12));

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).contains("which is not trusted");
  }

  @Test
  void a_signature_on_something_else_is_none() {
    List<String> lines = samples.export(entries, 5, 12);
    String later = lines.get(lines.size() - 1);
    lines.set(lines.size() - 1, later.replace("10:00:01Z", "10:00:02Z"));

    Said said = check(lines);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).contains("was not signed by its key");
  }

  @Test
  void entries_that_no_head_covers_are_vouched_for_by_nobody() {
    Said said = run(file(samples.export(entries, 5)), "--key", key);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).contains("entries 6 to 12", "anybody may have added them");
  }

  @Test
  void lines_that_cannot_be_what_was_written_are_named() {
    List<String> lines = samples.export(entries, 12);
    lines.set(3, "{\"actor\":1}");
    lines.add(Samples.entry(13));

    Said said = check(lines);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text())
        .contains("Line 4 cannot be", "Line 15 is an entry that stands behind the signed heads");
  }

  @Test
  void a_line_of_the_witness_that_was_cut_off_is_passed_over() throws IOException {
    Files.writeString(witness, Files.readString(witness) + "{\"at\":\"2026");

    Said said = check(samples.export(entries, 12));

    assertThat(said.exit()).isZero();
    assertThat(said.text()).contains("1 line(s) of the witness");
  }

  @Test
  void the_text_of_a_ticket_is_a_witness() throws IOException {
    Files.writeString(witness, "Incident x\nAudit head " + samples.head(entries, 5) + "\n");
    List<String> forged = new ArrayList<>(entries);
    forged.set(2, Samples.entry(3).replace("system", "nobody"));

    assertThat(check(samples.export(entries, 12)).exit()).isZero();
    assertThat(check(samples.export(forged, 12)).exit()).isEqualTo(1);
  }

  @Test
  void an_empty_witness_is_none() throws IOException {
    Files.writeString(witness, "");

    assertThat(check(samples.export(entries, 12)).text()).contains("keeps no signed head");
  }

  @Test
  void proofs_are_shown() {
    Path export = file(samples.export(entries, 12));

    Said said = run(export, "--key", key, "--entry", 3, "--from", 5, "--to", 12);

    assertThat(said.exit()).isZero();
    assertThat(said.text())
        .contains("Entry 3 (leaf ", "shown by 4 hashes")
        .contains("The tree over 12 entries begins with that over 5");
    assertThat(said.text().lines().filter(l -> l.matches("  [0-9a-f]{64}"))).hasSizeGreaterThan(6);
  }

  @Test
  void an_entry_that_is_not_there_cannot_be_shown() {
    assertThat(run(file(samples.export(entries, 12)), "--entry", 13).exit()).isEqualTo(1);
    assertThat(run(file(samples.export(entries, 12)), "--from", 0, "--to", 2).exit()).isEqualTo(1);
  }

  @Test
  void what_is_asked_wrongly_is_told_with_the_usage() {
    assertThat(run().exit()).isEqualTo(2);
    assertThat(run("--nonsense").text()).contains("'--nonsense' is not understood", "usage:");
    assertThat(run(folder.resolve("missing")).text()).contains("there is no file");
    assertThat(run(folder.resolve("missing")).exit()).isEqualTo(2);
    assertThat(run("--proof", key).text()).contains("needs --key");
    assertThat(run("--help").exit()).isZero();
  }

  @Test
  void bytes_that_are_no_text_are_not_what_was_written() throws IOException {
    Path export = folder.resolve("bytes");
    Files.write(export, new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'});

    assertThat(run(export).exit()).isEqualTo(1);
  }
}
