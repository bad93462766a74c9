package dev.firebreak.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the reader and the writer of CACAO share. */
final class Cacao {
  /** Ours: a step's extension that holds topic and inputs, or an expression, as we write them. */
  static final String EXTENSION = id("extension-definition", "firebreak action");

  private Cacao() {}

  /**
   * An id that is the same at every export: in the form of a UUID of version 4, its bits from the
   * name's SHA-256.
   */
  static String id(String type, String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((type + "\n" + name).getBytes(StandardCharsets.UTF_8));
      hash[6] = (byte) ((hash[6] & 0x0f) | 0x40);
      hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
      String hex = HexFormat.of().formatHex(hash, 0, 16);
      return type
          + "--"
          + hex.substring(0, 8)
          + "-"
          + hex.substring(8, 12)
          + "-"
          + hex.substring(12, 16)
          + "-"
          + hex.substring(16, 20)
          + "-"
          + hex.substring(20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
