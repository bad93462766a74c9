package dev.firebreak.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * One sealed entry.
 *
 * @param seq 1, 2, 3 ... without gaps, in the order of sealing
 * @param data compact JSON, the exact text that the hash covers
 * @param previous hash of the entry before; 64 zeros for the first
 * @param hash SHA-256, lower-case hex, over all the other fields, see {@link #hash}
 */
public record Entry(
    long seq,
    Instant at,
    String actor,
    String kind,
    Optional<UUID> incident,
    String data,
    String previous,
    String hash) {
  /** {@link #previous} of the first entry. */
  public static final String GENESIS = "0".repeat(64);

  /**
   * SHA-256 over the fields in order, each as its length in UTF-8 bytes, a colon, and its text: no
   * two different entries give the same bytes. The time is epoch microseconds, as PostgreSQL keeps
   * it.
   */
  static String hash(
      String previous,
      long seq,
      Instant at,
      String actor,
      String kind,
      Optional<UUID> incident,
      String data) {
    String[] fields = {
      previous,
      Long.toString(seq),
      Long.toString(micros(at)),
      actor,
      kind,
      incident.map(UUID::toString).orElse(""),
      data
    };
    MessageDigest sha = sha256();
    for (String field : fields) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Microseconds of the epoch. */
  static long micros(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
  }

  /** Whether the hash is that of the fields. */
  boolean intact() {
    return hash.equals(hash(previous, seq, at, actor, kind, incident, data));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
