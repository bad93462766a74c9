package dev.firebreak.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * One sealed entry: a leaf of the tree.
 *
 * @param seq 1, 2, 3 ... without gaps, in the order of sealing; the leaf's index is one less
 * @param at to the microsecond, as PostgreSQL keeps it
 * @param data canonical JSON (RFC 8785)
 * @param hash SHA-256, lower-case hex, of a zero byte and the {@link #line}: the leaf's hash
 */
public record Entry(
    long seq,
    Instant at,
    String actor,
    String kind,
    Optional<UUID> incident,
    String data,
    String hash) {
  /** An entry with its leaf's hash. */
  static Entry sealed(
      long seq, Instant at, String actor, String kind, Optional<UUID> incident, String data) {
    Instant exact = at.truncatedTo(ChronoUnit.MICROS);
    String line = Canonical.line(seq, exact, actor, kind, incident, data);
    return new Entry(seq, exact, actor, kind, incident, data, Hashes.hex(Hashes.leaf(line)));
  }

  /** All fields but the hash, as canonical JSON; what is exported. */
  public String line() {
    return Canonical.line(seq, at, actor, kind, incident, data);
  }

  /** Microseconds of the epoch. */
  static long micros(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
  }

  /** Whether the hash is that of the fields, and the data one value that ends where it should. */
  boolean intact() {
    return hash.equals(Hashes.hex(Hashes.leaf(line()))) && Canonical.isOneValue(data);
  }
}
