package dev.firebreak.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** One check of everything, from the first entry on. */
final class Recount {
  private static final int MOST_PROBLEMS = 100;
  private static final int FETCH = 1_000;

  private final Handle handle;
  private final Map<String, VerifyingKey> keys;
  private final Map<String, String> stored = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Peaks peaks = new Peaks();
  private Optional<Head> signed = Optional.empty();
  private long heads;

  Recount(Handle handle) {
    this.handle = handle;
    this.keys = Heads.keys(handle);
    handle
        .createQuery("select level, index, hash from audit_node")
        .map((r, c) -> stored.put(r.getInt(1) + "/" + r.getLong(2), r.getString(3)))
        .list();
  }

  Verification run() {
    long last = 0;
    try (ResultIterator<Head> signedHeads =
            handle
                .createQuery("select * from audit_head order by size")
                .setFetchSize(FETCH)
                .map((r, c) -> Heads.head(r))
                .iterator();
        ResultIterator<Entry> all =
            handle
                .createQuery("select * from audit order by seq")
                .setFetchSize(FETCH)
                .map((r, c) -> Trail.entry(r))
                .iterator()) {
      Optional<Head> next = next(signedHeads);
      while (all.hasNext()) {
        Entry e = all.next();
        follow(e, last + 1);
        last = e.seq();
        while (next.filter(n -> n.size() <= peaks.size()).isPresent()) {
          judge(next.get());
          next = next(signedHeads);
        }
      }
      while (next.isPresent()) {
        judge(next.get());
        next = next(signedHeads);
      }
    }
    stored.keySet().forEach(n -> problem("the stored hash " + n + " belongs to no entries"));
    return new Verification(last, waiting(), Hashes.hex(peaks.root()), signed, heads, problems);
  }

  private static Optional<Head> next(ResultIterator<Head> heads) {
    return heads.hasNext() ? Optional.of(heads.next()) : Optional.empty();
  }

  private void follow(Entry e, long expected) {
    if (e.seq() != expected) {
      problem(
          e.seq() > expected
              ? "entries " + expected + " to " + (e.seq() - 1) + " are missing"
              : "entry " + e.seq() + " was put before the first");
    }
    if (!e.intact()) {
      problem(
          "entry "
              + e.seq()
              + " was changed after it was sealed: its hash does not fit its content");
    }
    peaks.append(Hashes.leaf(e.line()), this::completed);
  }

  private void completed(int height, long index, byte[] hash) {
    if (height % Tree.STEP != 0) {
      return;
    }
    String place = height / Tree.STEP + "/" + index;
    String found = stored.remove(place);
    if (!Hashes.hex(hash).equals(found)) {
      long first = (index << height) + 1;
      problem(
          "the stored hash "
              + place
              + " is not that of the entries "
              + first
              + " to "
              + (first + (1L << height) - 1));
    }
  }

  private void judge(Head head) {
    heads++;
    signed = Optional.of(head);
    String which = "the head over " + head.size() + " entries of " + head.at();
    VerifyingKey key = keys.get(head.key());
    if (key == null || !key.signed(head)) {
      problem(which + " is not signed by a key that is known here");
    } else if (head.size() != peaks.size()) {
      problem(which + " was signed over more entries than there are");
    } else if (!head.root().equals(Hashes.hex(peaks.root()))) {
      problem(which + " does not fit the entries: something before it was rewritten");
    }
  }

  private void problem(String sentence) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(sentence);
    }
  }

  private long waiting() {
    return handle
        .createQuery("select coalesce(sum(json_array_length(entries::json)), 0) from audit_pending")
        .mapTo(Long.class)
        .one();
  }
}
