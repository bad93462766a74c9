package dev.firebreak.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry between its own transaction and the sealer's.
 *
 * @param micros time in microseconds of the epoch, as PostgreSQL keeps it
 * @param incident empty text where there is none
 */
record Unsealed(long micros, String actor, String kind, String incident, String data) {
  /** Those of a row of {@code audit_pending}. */
  static List<Unsealed> read(String row) {
    try {
      return Canonical.MAPPER.readValue(row, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "an audit entry waiting to be sealed is not what was written", e);
    }
  }

  Entry seal(long seq) {
    Optional<UUID> about =
        incident.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(incident));
    Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return Entry.sealed(seq, at, actor, kind, about, Canonical.data(data));
  }
}
