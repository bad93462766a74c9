package dev.firebreak.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry between its own transaction and the sealer's.
 *
 * @param micros time in microseconds of the epoch, as PostgreSQL keeps it
 * @param incident empty text where there is none
 */
record Unsealed(long micros, String actor, String kind, String incident, String data) {
  Entry seal(long seq) {
    Optional<UUID> about =
        incident.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(incident));
    Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return Entry.sealed(seq, at, actor, kind, about, Canonical.data(data));
  }
}
