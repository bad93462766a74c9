package dev.firebreak.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree as RFC 9162 has it (https://www.rfc-editor.org/rfc/rfc9162#section-2.1), of which
 * the leaves and every eighth level are stored. Whatever is asked reads at most some hundred hashes
 * for each eight levels.
 */
final class Tree {
  /** Levels between two that are stored: one hash is stored for each 256 below it. */
  static final int STEP = 8;

  private static final int TOP = 6;
  private static final Peaks.Completed NOBODY = (height, index, hash) -> {};

  private final Stored stored;

  Tree(Stored stored) {
    this.stored = stored;
  }

  /** Where the hashes are. */
  @FunctionalInterface
  interface Stored {
    /**
     * Hashes of subtrees of height {@code 8 * level}; level 0 are the leaves.
     *
     * @param from index of the first, 0 for the leftmost
     * @param to index after the last
     * @return exactly that many
     * @throws Gap when one is missing
     */
    List<byte[]> hashes(int level, long from, long to);
  }

  /** A hash that should be stored is not there. */
  static final class Gap extends RuntimeException {
    Gap(String message) {
      super(message);
    }
  }

  /** The right edge of the tree as it was at a size. */
  Peaks peaks(long size) {
    Peaks peaks = new Peaks();
    for (int level = TOP; level >= 0; level--) {
      long from = (size >> (STEP * (level + 1))) << STEP;
      long to = size >> (STEP * level);
      if (to > from) {
        for (byte[] hash : stored.hashes(level, from, to)) {
          peaks.push(STEP * level, hash, NOBODY);
        }
      }
    }
    return peaks;
  }

  /** The root of the tree as it was at a size. */
  byte[] root(long size) {
    return peaks(size).root();
  }

  /**
   * The way from a leaf to the root: RFC 9162, section 2.1.3.1.
   *
   * @param index of the leaf, from 0, less than size
   */
  List<byte[]> inclusion(long index, long size) {
    List<byte[]> path = new ArrayList<>();
    climb(index, 0, size, path);
    return path;
  }

  private void climb(long index, long from, long to, List<byte[]> path) {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      climb(index, from, middle, path);
      path.add(range(middle, to));
    } else {
      climb(index, middle, to, path);
      path.add(range(from, middle));
    }
  }

  /**
   * What shows that the tree of a size begins with that of a smaller one: RFC 9162, section
   * 2.1.4.1.
   *
   * @param from the smaller size, at least 1
   */
  List<byte[]> consistency(long from, long to) {
    List<byte[]> proof = new ArrayList<>();
    descend(from, 0, to, true, proof);
    return proof;
  }

  private void descend(long old, long from, long to, boolean known, List<byte[]> proof) {
    if (old == to) {
      if (!known) {
        proof.add(range(from, to));
      }
      return;
    }
    long middle = from + split(to - from);
    if (old <= middle) {
      descend(old, from, middle, known, proof);
      proof.add(range(middle, to));
    } else {
      descend(old, middle, to, false, proof);
      proof.add(range(from, middle));
    }
  }

  /** The largest power of two that is less than n. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  /** The root over some leaves, the first of which begins a subtree that is not smaller. */
  private byte[] range(long from, long to) {
    Peaks peaks = new Peaks();
    for (long at = from; at < to; ) {
      int height = 63 - Long.numberOfLeadingZeros(to - at);
      peaks.push(height, subtree(height, at >> height), NOBODY);
      at += 1L << height;
    }
    return peaks.root();
  }

  private byte[] subtree(int height, long index) {
    int above = height % STEP;
    Peaks peaks = new Peaks();
    for (byte[] hash : stored.hashes(height / STEP, index << above, (index + 1) << above)) {
      peaks.push(0, hash, NOBODY);
    }
    return peaks.root();
  }
}
