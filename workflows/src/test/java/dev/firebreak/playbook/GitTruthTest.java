package dev.firebreak.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout that leads: what is committed counts, and what somebody is writing stays his. */
class GitTruthTest {
  private static final PersonIdent DEE = new PersonIdent("Dee", "dee@custodian.example");

  @TempDir private Path folder;
  private Git git;
  private GitTruth truth;

  @BeforeEach
  void aCheckoutWithOnePlaybook() throws Exception {
    truth = new GitTruth(folder, "main", "playbooks");
    git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    write("first");
    git.add().addFilepattern(".").call();
    git.commit().setMessage("The first").setAuthor(DEE).setCommitter(DEE).setSign(false).call();
  }

  @AfterEach
  void close() {
    git.close();
  }

  private Path file() {
    return folder.resolve("playbooks/drain/playbook.bpmn");
  }

  private void write(String text) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), text);
  }

  private static Version version(int number, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return new Version(
        "drain",
        number,
        PlaybookVersions.sha256(content),
        content,
        "person:ann",
        Set.of("person:ann"),
        Instant.EPOCH,
        "",
        Version.Origin.CONSOLE,
        Optional.empty(),
        Optional.empty(),
        Version.State.SUBMITTED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void what_is_only_written_does_not_count() throws Exception {
    write("not committed");

    Truth.File drain = truth.read().get("drain");

    assertThat(drain.content()).asString(StandardCharsets.UTF_8).isEqualTo("first");
    assertThat(drain.author()).isEqualTo("git:Dee <dee@custodian.example>");
  }

  @Test
  void a_release_is_committed_and_the_checkout_is_brought_along() throws Exception {
    truth.publish(version(2, "second"), Optional.of(version(1, "first")), "person:bob", "why");

    assertThat(file()).hasContent("second");
    assertThat(git.status().call().isClean()).isTrue();
    assertThat(git.log().setMaxCount(1).call().iterator().next().getFullMessage())
        .isEqualTo(
            "Release drain version 2\n\nwhy\n\nAuthored-by: person:ann\nReleased-by: person:bob\n");
  }

  @Test
  void what_somebody_is_writing_there_is_not_written_over() throws Exception {
    write("somebody's own");

    assertThatThrownBy(
            () ->
                truth.publish(
                    version(2, "second"), Optional.of(version(1, "first")), "person:bob", "why"))
        .isInstanceOf(NotDone.class)
        .hasMessageContaining("changes that are not committed");
    assertThat(file()).hasContent("somebody's own");
  }

  @Test
  void what_the_branch_holds_is_only_replaced_by_who_has_seen_it() {
    assertThatThrownBy(
            () ->
                truth.publish(
                    version(3, "third"), Optional.of(version(2, "second")), "person:bob", "why"))
        .isInstanceOf(NotDone.class)
        .hasMessageContaining("holds another drain/playbook.bpmn than drain version 2");
  }

  @Test
  void a_branch_that_is_not_there_is_named() {
    GitTruth elsewhere = new GitTruth(folder, "releases", "playbooks");

    assertThatThrownBy(elsewhere::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no branch 'releases'");
  }
}
