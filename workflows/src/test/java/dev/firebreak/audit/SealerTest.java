package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SealerTest {
  private final Trails trails = new Trails(Optional.empty());

  @Test
  void entries_become_leaves_in_order_across_restarts_and_every_hash_is_found_again() {
    trails.introduce();
    for (int count : List.of(3, 250, 300, 1, 700)) {
      trails.records(count);
      trails.sealer.sealAll();
      trails.restart();
    }

    trails.sealer.vouch();

    Verification found = trails.trail.verify();
    assertThat(found.problems()).isEmpty();
    assertThat(found.entries()).isEqualTo(1_255);
    assertThat(found.signed()).map(Head::size).contains(1_255L);
    assertThat(found.head()).isEqualTo(trails.trail.root(1_255));
    assertThat(trails.sealed)
        .extracting(Entry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 1_255).boxed().toList());
  }

  @Test
  void what_another_node_sealed_in_between_is_taken_over() {
    Sealer here = trails.sealer;
    trails.records(5);
    here.sealAll();
    trails.restart();
    trails.records(5);
    trails.sealer.sealAll();

    trails.records(5);
    here.sealAll();

    trails.sealer.vouch();
    assertThat(trails.trail.verify().problems()).isEmpty();
    assertThat(trails.trail.last()).isEqualTo(15);
  }

  @Test
  void a_head_is_signed_at_once_after_a_vote_and_otherwise_within_a_minute() {
    trails.introduce();
    trails.sealer.sealAll();
    trails.clock.pass(Duration.ofSeconds(10));
    trails.record("alert.accepted");
    trails.sealer.sealAll();
    assertThat(trails.allHeads()).extracting(Head::size).containsExactly(1L);

    trails.record("approval.voted");
    trails.sealer.sealAll();
    assertThat(trails.allHeads()).extracting(Head::size).containsExactly(1L, 3L);

    trails.record("alert.accepted");
    trails.sealer.sealAll();
    trails.clock.pass(Duration.ofSeconds(50));
    trails.sealer.sealAll();
    assertThat(trails.allHeads()).extracting(Head::size).containsExactly(1L, 3L, 4L);
    assertThat(trails.allHeads()).allMatch(trails.key.open()::signed);
  }

  @Test
  void nothing_new_is_nothing_to_sign() {
    trails.introduce();
    trails.sealer.vouch();
    trails.clock.pass(Duration.ofHours(1));

    trails.sealer.vouch();

    assertThat(trails.allHeads()).hasSize(1);
  }

  @Test
  void an_entry_of_a_megabyte_is_sealed_like_any_other() {
    trails.introduce();
    trails.audit.record(
        "action.confirmed", new UUID(0, 1), Map.of("output", "x".repeat(1_000_000)));

    trails.sealer.sealAll();

    assertThat(trails.trail.verify().problems()).isEmpty();
    assertThat(trails.trail.last()).isEqualTo(2);
  }

  /** As an owner would, with every hash made to fit again. */
  private void rewrite(long seq) {
    Entry old = trails.trail.find(seq).orElseThrow();
    Entry forged =
        Entry.sealed(seq, old.at(), "person:nobody", old.kind(), old.incident(), old.data());
    trails.run(
        "alter table audit disable trigger user; update audit set actor = 'person:nobody', hash = '"
            + forged.hash()
            + "' where seq = "
            + seq);
  }

  @Test
  void a_trail_that_was_rewritten_is_told_at_the_next_start_and_never_signed_again() {
    trails.introduce();
    trails.records(20);
    trails.sealer.vouch();
    rewrite(7);
    trails.restart();

    trails.records(1);
    trails.sealer.vouch();

    assertThat(trails.alarms).singleElement().asString().contains("rewritten").contains("21");
    assertThat(trails.guard.problem()).isPresent();
    assertThat(trails.allHeads()).extracting(Head::size).containsExactly(21L);
    assertThat(trails.trail.verify().problems())
        .anySatisfy(p -> assertThat(p).contains("head over 21 entries", "rewritten"));
  }

  @Test
  void stored_hashes_of_subtrees_are_checked_too() {
    trails.introduce();
    trails.records(300);
    trails.sealer.vouch();
    trails.run(
        "alter table audit_node disable trigger user; update audit_node set hash = repeat('0',"
            + " 64)");

    assertThat(trails.trail.verify().problems())
        .containsExactly("the stored hash 1/0 is not that of the entries 1 to 256");
  }

  @Test
  void what_was_chained_is_sealed_again_under_its_numbers_before_what_waited() {
    Trails old = new Trails(Optional.empty(), List.of("V1__firebreak", "V2__breadth"));
    old.run(
        "insert into audit select s, timestamptz 'epoch' + s * interval '1.000001 second',"
            + " 'system', 'alert.accepted', case when s % 2 = 0 then"
            + " '00000000-0000-0000-0000-000000000001'::uuid end, '{\"number\":' || s ||"
            + " ',\"a\":\"\\u0000\"}', 'p', 'h' from generate_series(1, 130) s");
    old.audit.record("alert.joined", new UUID(0, 2), Map.of());
    old.migrate("V6__audit_tree");

    old.introduce();
    old.sealer.vouch();

    List<Entry> entries = old.trail.after(0, 500);
    assertThat(old.trail.verify().problems()).isEmpty();
    assertThat(entries).hasSize(132);
    assertThat(entries.get(99).data()).isEqualTo("{\"a\":\"\\u0000\",\"number\":100}");
    assertThat(entries.get(99).at()).hasToString("1970-01-01T00:01:40.000100Z");
    assertThat(entries.get(99).incident()).contains(new UUID(0, 1));
    assertThat(entries.get(98).incident()).isEmpty();
    assertThat(entries.get(130).kind()).isEqualTo("alert.joined");
    assertThat(entries.get(131).kind()).isEqualTo("audit.key-added");
  }
}
