package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessesTest {
  @TempDir Path mount;
  private Path file;
  private Trails trails;

  @BeforeEach
  void a_trail_with_a_file_elsewhere() {
    file = mount.resolve("heads.jsonl");
    trails = new Trails(Optional.of(new FileWitness(file)));
    trails.introduce();
    trails.sealer.vouch();
  }

  private void vouched(String kind) {
    trails.record(kind);
    trails.sealer.vouch();
  }

  private void mount(boolean there) throws IOException {
    Path away = mount.resolveSibling("away-" + mount.getFileName());
    Files.move(there ? away : mount, there ? mount : away);
  }

  @Test
  void every_head_is_a_line_of_the_file() throws IOException {
    vouched("alert.accepted");
    vouched("alert.accepted");

    assertThat(Files.readAllLines(file))
        .containsExactlyElementsOf(trails.allHeads().stream().map(Head::line).toList());
    assertThat(trails.witnesses.status()).extracting(Witnesses.Status::size).containsExactly(3L);
  }

  @Test
  void heads_that_could_not_be_kept_are_kept_later_and_the_loss_is_told_once() throws IOException {
    mount(false);
    vouched("alert.accepted");
    vouched("alert.accepted");
    Optional<String> meanwhile = trails.witnesses.problem();
    mount(true);
    vouched("alert.accepted");

    assertThat(meanwhile).hasValueSatisfying(p -> assertThat(p).contains("does not exist"));
    assertThat(trails.alarms).hasSize(1);
    assertThat(trails.witnesses.problem()).isEmpty();
    assertThat(Files.readAllLines(file)).hasSize(4);
  }

  @Test
  void after_a_restart_it_goes_on_where_the_file_ends_even_when_its_last_line_was_cut()
      throws IOException {
    vouched("alert.accepted");
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 40));
    trails.restart();

    vouched("alert.accepted");

    assertThat(Files.readAllLines(file)).hasSize(4);
    assertThat(new FileWitness(file).newest()).map(Head::size).contains(3L);
    assertThat(trails.alarms).isEmpty();
  }

  @Test
  void entries_that_the_witness_has_seen_and_the_database_has_not_are_told_at_the_start() {
    trails.records(10);
    trails.sealer.vouch();
    trails.run(
        "alter table audit disable trigger user; alter table audit_head disable trigger user;"
            + " delete from audit where seq > 5; delete from audit_head where size > 5");
    trails.restart();

    trails.sealer.vouch();

    assertThat(trails.alarms).singleElement().asString().contains("5 entries", "11", "missing");
    vouched("alert.accepted");
    assertThat(trails.heads.newest()).map(Head::size).contains(1L);
  }

  @Test
  void a_witness_that_hangs_holds_up_nothing_and_is_told() {
    trails.witnessing = work -> {};
    trails.restart();
    trails.clock.pass(Duration.ofSeconds(31));

    vouched("approval.voted");
    trails.sealer.sealAll();

    assertThat(trails.trail.last()).isEqualTo(2);
    assertThat(trails.allHeads()).hasSize(2);
    assertThat(trails.alarms).singleElement().asString().contains("has not answered since");
  }

  @Test
  void nothing_is_begun_where_a_witness_is_required_and_lost() {
    Audit audit =
        new Audit(trails.database, trails.clock, () -> {}, () -> Optional.of("its disk is full"));

    assertThatThrownBy(() -> audit.record("action.requested", new UUID(0, 1), Map.of()))
        .isInstanceOf(Audit.Shut.class)
        .hasMessageContaining("its disk is full");
    audit.record("alert.accepted", new UUID(0, 1), Map.of());
    trails.sealer.sealAll();
    assertThat(trails.trail.last()).isEqualTo(2);
  }
}
