package dev.firebreak.audit;

import dev.firebreak.store.Database;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Looks, once after a start, whether the tree that is stored still begins with what was signed and
 * what the witness keeps. Where it does not, no head is signed any more: a signature on a rewritten
 * trail would vouch for it.
 */
public final class Guard {
  private static final Logger LOG = Logger.getLogger(Guard.class);

  private final Database database;
  private final Consumer<String> alarm;
  private volatile Optional<String> problem = Optional.empty();
  private boolean looked;

  /**
   * @param alarm told when the trail was rewritten, with what was seen
   */
  public Guard(Database database, Consumer<String> alarm) {
    this.database = database;
    this.alarm = alarm;
  }

  /** Why no head is signed; empty where all is well. */
  public Optional<String> problem() {
    return problem;
  }

  /** Compares with the newest head in the database, the first time; what is wrong. */
  synchronized Optional<String> signed(Handle h, Tree tree, long size) {
    if (looked) {
      return Optional.empty();
    }
    looked = true;
    Optional<String> found =
        Heads.newest(h)
            .flatMap(
                head -> contradiction(head, "the newest signed head", Heads.keys(h), tree, size));
    problem = found.or(() -> problem);
    return found;
  }

  /** Compares with the newest head that a witness keeps. */
  void witnessed(Head head) {
    Optional<String> found =
        database.read(
            h -> {
              long size =
                  h.createQuery("select coalesce(max(seq), 0) from audit").mapTo(Long.class).one();
              Tree tree = new Tree(new Leaves(h));
              return contradiction(
                  head, "the newest head of the witness", Heads.keys(h), tree, size);
            });
    problem = found.or(() -> problem);
    found.ifPresent(this::tell);
  }

  void tell(String found) {
    LOG.errorf("%s No head is signed any more; run ./firebreak audit verify.", found);
    alarm.accept(found);
  }

  private static Optional<String> contradiction(
      Head head, String which, Map<String, VerifyingKey> keys, Tree tree, long size) {
    Optional<VerifyingKey> key = Optional.ofNullable(keys.get(head.key()));
    if (key.filter(k -> k.signed(head)).isEmpty()) {
      return Optional.of(
          "The trail was started anew, or its keys were taken away: "
              + which
              + " ("
              + head.size()
              + " entries) is signed by none of them. If that was meant, name a new witness file.");
    }
    if (head.size() > size) {
      return Optional.of(
          "The audit trail has "
              + size
              + " entries, and "
              + which
              + " counts "
              + head.size()
              + ": entries are missing.");
    }
    return root(tree, head.size()).equals(head.root())
        ? Optional.empty()
        : Optional.of(
            "The first "
                + head.size()
                + " entries of the audit trail are not those of "
                + which
                + ": it was rewritten.");
  }

  private static String root(Tree tree, long size) {
    try {
      return Hashes.hex(tree.root(size));
    } catch (Tree.Gap | IllegalArgumentException e) {
      return "none";
    }
  }
}
