package dev.firebreak.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of leaves and nodes, kept apart by a first byte: RFC 9162, section 2.1.1,
 * https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1. Shown and stored as lower-case hex.
 */
final class Hashes {
  private Hashes() {}

  static byte[] leaf(String line) {
    MessageDigest sha = sha256();
    sha.update((byte) 0);
    return sha.digest(line.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest sha = sha256();
    sha.update((byte) 1);
    sha.update(left);
    return sha.digest(right);
  }

  /** The root of the tree without leaves. */
  static byte[] ofNothing() {
    return sha256().digest();
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  /**
   * @throws IllegalArgumentException when it is no hash
   */
  static byte[] bytes(String hex) {
    if (hex.length() != 64) {
      throw new IllegalArgumentException("not 64 hexadecimal digits");
    }
    return HexFormat.of().parseHex(hex);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
