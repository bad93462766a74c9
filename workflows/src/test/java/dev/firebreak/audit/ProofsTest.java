package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.audit.Proofs.Shown;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private final Trails trails = new Trails(Optional.empty());
  private final Proofs proofs = new Proofs(trails.database, trails.heads);

  private Entry entry(long seq) {
    return trails.trail.find(seq).orElseThrow();
  }

  /** With another text and the hash that belongs to it. */
  private void rewrite(long seq) {
    Entry old = entry(seq);
    Entry fresh =
        Entry.sealed(seq, old.at(), old.actor(), old.kind(), old.incident(), "{\"number\":7777}");
    trails.run(
        "set local session_replication_role = replica; update audit set data = '"
            + fresh.data()
            + "', hash = '"
            + fresh.hash()
            + "' where seq = "
            + seq);
  }

  @Test
  void every_entry_of_a_tree_of_any_size_is_shown_by_a_head_over_it() {
    trails.introduce();
    for (int count : new int[] {1, 1, 2, 60, 300}) {
      trails.records(count);
      trails.sealer.vouch();
      for (long seq = 1; seq <= trails.trail.last(); seq++) {
        assertThat(proofs.of(entry(seq)))
            .as("%d of %d", seq, trails.trail.last())
            .isEqualTo(Shown.SIGNED);
      }
    }
  }

  @Test
  void what_no_head_covers_is_not_shown_yet() {
    trails.introduce();
    trails.sealer.vouch();
    trails.records(1);
    trails.sealer.sealAll();

    assertThat(proofs.of(entry(2))).isEqualTo(Shown.NOT_YET);
  }

  @Test
  void an_entry_that_was_rewritten_with_its_hash_leads_to_no_signed_head() {
    trails.introduce();
    trails.records(300);
    trails.sealer.vouch();

    rewrite(17);

    assertThat(proofs.of(entry(17))).isEqualTo(Shown.CHANGED);
  }

  @Test
  void an_entry_that_was_rewritten_without_its_hash_is_changed() {
    trails.introduce();
    trails.records(5);
    trails.sealer.vouch();

    trails.run(
        "set local session_replication_role = replica; update audit set data = '{}' where seq = 3");

    assertThat(proofs.of(entry(3))).isEqualTo(Shown.CHANGED);
  }

  @Test
  void a_head_that_somebody_else_signed_shows_nothing() {
    trails.introduce();
    trails.records(5);
    trails.sealer.vouch();
    trails.run(
        "set local session_replication_role = replica; update audit_head set signature ="
            + " translate(signature, 'AB', 'BA')");

    assertThat(proofs.of(entry(3))).isEqualTo(Shown.CHANGED);
  }
}
