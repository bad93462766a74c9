package dev.firebreak.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a Merkle tree: the roots of its complete subtrees, one for each binary digit 1
 * of its size. All that appending needs: a leaf costs two hashes on average, the root at most 64.
 */
final class Peaks {
  private record Peak(int height, byte[] hash) {}

  private final List<Peak> peaks;
  private long size;

  Peaks() {
    this.peaks = new ArrayList<>();
  }

  private Peaks(Peaks other) {
    this.peaks = new ArrayList<>(other.peaks);
    this.size = other.size;
  }

  /** Told of every subtree that a new leaf completes. */
  @FunctionalInterface
  interface Completed {
    /**
     * @param index 0 for the leftmost of its height
     */
    void subtree(int height, long index, byte[] hash);
  }

  Peaks copy() {
    return new Peaks(this);
  }

  long size() {
    return size;
  }

  void append(byte[] leaf, Completed completed) {
    push(0, leaf, completed);
  }

  /** Appends a complete subtree that is not higher than the last peak. */
  void push(int height, byte[] hash, Completed completed) {
    size += 1L << height;
    int h = height;
    byte[] top = hash;
    while (!peaks.isEmpty() && peaks.get(peaks.size() - 1).height() == h) {
      top = Hashes.node(peaks.remove(peaks.size() - 1).hash(), top);
      h++;
      completed.subtree(h, (size >> h) - 1, top);
    }
    peaks.add(new Peak(h, top));
  }

  byte[] root() {
    if (peaks.isEmpty()) {
      return Hashes.ofNothing();
    }
    byte[] root = peaks.get(peaks.size() - 1).hash();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Hashes.node(peaks.get(i).hash(), root);
    }
    return root;
  }
}
