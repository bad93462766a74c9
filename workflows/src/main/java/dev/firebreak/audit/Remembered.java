package dev.firebreak.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads stored hashes once: proofs of neighbours need mostly the same ones. */
final class Remembered implements Tree.Stored {
  private final Tree.Stored stored;
  private final Map<List<Long>, List<byte[]>> read = new HashMap<>();

  Remembered(Tree.Stored stored) {
    this.stored = stored;
  }

  @Override
  public List<byte[]> hashes(int level, long from, long to) {
    return read.computeIfAbsent(
        List.of((long) level, from, to), asked -> stored.hashes(level, from, to));
  }
}
