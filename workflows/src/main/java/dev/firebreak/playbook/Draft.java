package dev.firebreak.playbook;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody is drawing.
 *
 * @param author his subject
 * @param basedOn the version it began as
 * @param revision another one with every save
 * @param tab which of his windows saved it last, as that window calls itself; may be empty
 */
public record Draft(
    String playbook,
    String author,
    byte[] content,
    Optional<Integer> basedOn,
    String comment,
    long revision,
    Instant savedAt,
    String tab) {}
