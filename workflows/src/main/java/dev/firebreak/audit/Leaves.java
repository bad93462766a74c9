package dev.firebreak.audit;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The hashes of the tree in the database: leaves in {@code audit}, the rest in {@code audit_node}.
 */
record Leaves(Handle handle) implements Tree.Stored {
  /** A complete subtree whose hash is stored. */
  record Node(int level, long index, byte[] hash) {}

  @Override
  public List<byte[]> hashes(int level, long from, long to) {
    String sql =
        level == 0
            ? "select hash from audit where seq > :from and seq <= :to order by seq"
            : "select hash from audit_node where level = "
                + level
                + " and index >= :from and index < :to order by index";
    List<byte[]> found =
        handle
            .createQuery(sql)
            .bind("from", from)
            .bind("to", to)
            .map((r, c) -> Hashes.bytes(r.getString(1)))
            .list();
    if (found.size() != to - from) {
      throw new Tree.Gap(
          (to - from - found.size())
              + " of the hashes "
              + from
              + " to "
              + (to - 1)
              + " of level "
              + level
              + " are missing");
    }
    return found;
  }

  void add(List<Node> nodes) {
    for (Node n : nodes) {
      handle
          .createUpdate("insert into audit_node (level, index, hash) values (:l, :i, :h)")
          .bind("l", n.level())
          .bind("i", n.index())
          .bind("h", Hashes.hex(n.hash()))
          .execute();
    }
  }
}
