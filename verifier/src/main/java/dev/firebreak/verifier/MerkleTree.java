package dev.firebreak.verifier;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Merkle tree as RFC 9162, section 2.1, has it: https://www.rfc-editor.org/rfc/rfc9162. Grows
 * leaf by leaf; knows its root at every moment, and makes and checks proofs.
 */
final class MerkleTree {
  private static final int HASH = 32;

  /** Hashes of complete subtrees by height, one behind the other; height 0 are the leaves. */
  private final List<byte[]> levels = new ArrayList<>();

  private int size;

  static byte[] leaf(byte[] content) {
    MessageDigest sha = sha256();
    sha.update((byte) 0);
    return sha.digest(content);
  }

  static byte[] leaf(String content) {
    return leaf(content.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest sha = sha256();
    sha.update((byte) 1);
    sha.update(left);
    return sha.digest(right);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  int size() {
    return size;
  }

  /** Adds the hash of a leaf. */
  void append(byte[] leaf) {
    store(0, size, leaf);
    size++;
    for (int height = 1; size % (1 << height) == 0; height++) {
      int index = (size >> height) - 1;
      store(height, index, node(stored(height - 1, 2 * index), stored(height - 1, 2 * index + 1)));
    }
  }

  private void store(int height, int index, byte[] hash) {
    if (levels.size() == height) {
      levels.add(new byte[HASH * 16]);
    }
    byte[] level = levels.get(height);
    if (level.length < (index + 1) * HASH) {
      level = Arrays.copyOf(level, level.length * 2);
      levels.set(height, level);
    }
    System.arraycopy(hash, 0, level, index * HASH, HASH);
  }

  private byte[] stored(int height, int index) {
    return Arrays.copyOfRange(levels.get(height), index * HASH, (index + 1) * HASH);
  }

  /** The root over all leaves so far. */
  byte[] root() {
    return root(0, size);
  }

  byte[] leafHash(int index) {
    return stored(0, index);
  }

  /** The root over the leaves from one to before another: section 2.1.1, as it is written there. */
  byte[] root(int from, int to) {
    int leaves = to - from;
    if (leaves == 0) {
      return sha256().digest();
    }
    if (Integer.bitCount(leaves) == 1 && from % leaves == 0) {
      return stored(Integer.numberOfTrailingZeros(leaves), from / leaves);
    }
    int middle = from + split(leaves);
    return node(root(from, middle), root(middle, to));
  }

  /** Section 2.1.3.1. */
  List<byte[]> inclusionProof(int index, int size) {
    List<byte[]> path = new ArrayList<>();
    int from = 0;
    int to = size;
    while (to - from > 1) {
      int middle = from + split(to - from);
      if (index < middle) {
        path.add(0, root(middle, to));
        to = middle;
      } else {
        path.add(0, root(from, middle));
        from = middle;
      }
    }
    return path;
  }

  /** Section 2.1.4.1. */
  List<byte[]> consistencyProof(int old, int size) {
    List<byte[]> proof = new ArrayList<>();
    subproof(old, 0, size, true, proof);
    return proof;
  }

  private void subproof(int old, int from, int to, boolean whole, List<byte[]> proof) {
    if (old == to) {
      if (!whole) {
        proof.add(root(from, to));
      }
      return;
    }
    int middle = from + split(to - from);
    if (old <= middle) {
      subproof(old, from, middle, whole, proof);
      proof.add(root(middle, to));
    } else {
      subproof(old, middle, to, false, proof);
      proof.add(root(from, middle));
    }
  }

  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }

  /** Section 2.1.3.2: whether a leaf is at this index of the tree with this size and root. */
  static boolean includes(long index, long size, byte[] leaf, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    byte[] r = leaf;
    for (byte[] p : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = node(r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && MessageDigest.isEqual(r, root);
  }

  /** Section 2.1.4.2: whether the tree with the second size and root begins with the first. */
  static boolean extendsTo(
      long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
    if (first == second) {
      return proof.isEmpty() && MessageDigest.isEqual(firstRoot, secondRoot);
    }
    if (first < 1 || first > second || proof.isEmpty()) {
      return false;
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(first) == 1) {
      path.add(0, firstRoot);
    }
    long fn = first - 1;
    long sn = second - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    byte[] fr = path.get(0);
    byte[] sr = path.get(0);
    for (byte[] c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = node(c, fr);
        sr = node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = node(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && MessageDigest.isEqual(fr, firstRoot) && MessageDigest.isEqual(sr, secondRoot);
  }
}
