package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.firebreak.connector.Effect;
import dev.firebreak.http.Exchange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an action ended.
 *
 * @param state one of the states that are {@link ActionRow.State#over()}
 * @param output JSON null where there is none or it was lost
 * @param detail what the last read-back saw
 * @param error why it is not done; present exactly when it is not
 * @param until when it ends by itself, where the vendor said so
 * @param exchanges what went over the wire since the last entry in the audit trail
 */
record Outcome(
    ActionRow row,
    ActionRow.State state,
    int attempts,
    JsonNode output,
    Optional<String> detail,
    Optional<ActionRow.Failure> error,
    Optional<Instant> appliedAt,
    Instant at,
    Optional<Instant> until,
    boolean mayBeInForce,
    List<Exchange> exchanges) {

  static Outcome done(
      ActionRow row,
      ActionRow.State state,
      int attempts,
      JsonNode output,
      Optional<String> detail,
      Instant applied,
      Instant at) {
    return new Outcome(
        row,
        state,
        attempts,
        output,
        detail,
        Optional.empty(),
        Optional.of(applied),
        at,
        Optional.empty(),
        true,
        List.of());
  }

  Outcome endingAt(Optional<Instant> when) {
    return new Outcome(
        row, state, attempts, output, detail, error, appliedAt, at, when, mayBeInForce, exchanges);
  }

  Outcome after(List<Exchange> wire) {
    return new Outcome(
        row, state, attempts, output, detail, error, appliedAt, at, until, mayBeInForce, wire);
  }

  static Outcome failed(
      ActionRow row,
      ActionRow.State state,
      int attempts,
      ActionRow.Failure why,
      Optional<String> detail,
      Instant at,
      boolean mayBeInForce) {
    return new Outcome(
        row,
        state,
        attempts,
        NullNode.getInstance(),
        detail,
        Optional.of(why),
        Optional.empty(),
        at,
        Optional.empty(),
        mayBeInForce,
        List.of());
  }

  /** The ledger's state: what may be in force stays there until somebody has seen otherwise. */
  Optional<ActionRow.Containment> containment() {
    if (row.effect() != Effect.CONTAIN || shared()) {
      return Optional.empty();
    }
    if (error.isEmpty()) {
      return Optional.of(
          state == ActionRow.State.CONFIRMED
              ? ActionRow.Containment.CONFIRMED
              : ActionRow.Containment.APPLIED);
    }
    return mayBeInForce ? Optional.of(ActionRow.Containment.UNKNOWN) : Optional.empty();
  }

  /**
   * Whether the earlier action's containment was seen in force, so that nothing was done for this
   * one.
   */
  private boolean shared() {
    return row.shares().isPresent() && attempts == 0 && error.isEmpty();
  }
}
