package dev.firebreak.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What became of a message; HTTP puts its own words to each. */
public sealed interface Outcome {
  /** Stored, will be worked on whatever happens. */
  record Accepted(UUID message, List<UUID> alerts) implements Outcome {}

  /** The very same message was stored before; nothing was done now. */
  record SeenBefore() implements Outcome {}

  /**
   * Part of the sender's protocol; stored and answered.
   *
   * @param reply the JSON the sender waits for, if any
   */
  record Shaken(String what, Optional<JsonNode> reply) implements Outcome {}

  /** Unknown source, or not from the sender it claims: the same answer for both. */
  record NotAuthentic() implements Outcome {}

  /** A message id that was used before for other content. */
  record Replayed(String messageId) implements Outcome {}

  /** Authentic but unusable; kept aside. */
  record KeptAside(UUID message, String pointer, String reason) implements Outcome {}

  /** Authentic, but not of a media type this sender's messages have. */
  record WrongType(Set<String> accepted) implements Outcome {}

  /** Whether it is authentic cannot be told right now; nothing was stored. */
  record Undecided(Duration retryAfter) implements Outcome {}

  /** No room right now. */
  record Busy(Duration retryAfter) implements Outcome {}
}
