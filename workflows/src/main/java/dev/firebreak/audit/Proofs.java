package dev.firebreak.audit;

import dev.firebreak.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Whether an entry is what was signed: its hash leads to the root of a head, by the way of RFC
 * 9162, and a key of this installation signed that head. Safe for all threads.
 */
public final class Proofs {
  private final Database database;
  private final Heads heads;

  public Proofs(Database database, Heads heads) {
    this.database = database;
    this.heads = heads;
  }

  /** What can be said of an entry. */
  public enum Shown {
    SIGNED,
    /** No head covers it so far. */
    NOT_YET,
    /** It is not what was signed, or what covers it was not signed by a key of ours. */
    CHANGED
  }

  public Shown of(Entry entry) {
    return database.read(h -> of(h, entry));
  }

  private Shown of(Handle h, Entry entry) {
    if (!entry.intact()) {
      return Shown.CHANGED;
    }
    // Our own key first: it is in the home folder, the others are in the database.
    Optional<Head> covering =
        Stream.of(Heads.newest(h, heads.key().id()), Heads.newest(h))
            .flatMap(Optional::stream)
            .filter(head -> head.size() >= entry.seq())
            .findFirst();
    if (covering.isEmpty()) {
      return Shown.NOT_YET;
    }
    Head head = covering.get();
    Optional<VerifyingKey> key =
        head.key().equals(heads.key().id())
            ? Optional.of(heads.key())
            : Optional.ofNullable(Heads.keys(h).get(head.key()));
    boolean signed = key.filter(k -> k.signed(head)).isPresent();
    return signed && leads(h, entry, head) ? Shown.SIGNED : Shown.CHANGED;
  }

  private static boolean leads(Handle h, Entry entry, Head head) {
    try {
      List<byte[]> path = new Tree(new Leaves(h)).inclusion(entry.seq() - 1, head.size());
      return Hashes.hex(root(entry.seq() - 1, head.size(), Hashes.bytes(entry.hash()), path))
          .equals(head.root());
    } catch (Tree.Gap | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2, for a way that has the right length.
   */
  private static byte[] root(long index, long size, byte[] leaf, List<byte[]> path) {
    long fn = index;
    long sn = size - 1;
    byte[] root = leaf;
    for (byte[] sister : path) {
      if ((fn & 1) == 1 || fn == sn) {
        root = Hashes.node(sister, root);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        root = Hashes.node(root, sister);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return root;
  }
}
