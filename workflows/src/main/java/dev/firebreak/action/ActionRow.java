package dev.firebreak.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One action, from request to end; and, where it contains, the ledger's line for it.
 *
 * @param id idempotency key, 40 lower-case hex characters
 * @param run the run that asked; empty for a lift or another request by a person
 * @param step the engine's waiting step; empty once the run has left it
 * @param nodeId the diagram's node, or {@code manual}
 * @param loop index in a multi-instance, -1 outside of one
 * @param input checked input
 * @param output what the vendor answered; JSON null where unknown
 * @param requesters who may not approve it
 * @param error {@code KIND: sentence}, see {@link Failure}
 * @param owner the node that carries it out
 * @param lifts id of the action whose containment this one lifts
 * @param rehearsed whether it only says what it would do; its output is the preview
 * @param until when what it did ends by itself, where the vendor said so
 * @param shares id of an earlier action of this incident that does the same to the same target:
 *     where it holds, nothing is done twice
 * @param asked whether people are asked; it then goes out only with an approval that holds
 * @param containment the ledger's state, empty where nothing is contained
 */
public record ActionRow(
    String id,
    UUID incident,
    Optional<String> run,
    Optional<String> step,
    String nodeId,
    int loop,
    String playbookVersion,
    String topic,
    Effect effect,
    Reversibility reversibility,
    Target target,
    JsonNode input,
    JsonNode output,
    List<String> requesters,
    boolean critical,
    State state,
    int attempts,
    Optional<String> detail,
    Optional<Failure> error,
    String owner,
    Instant requestedAt,
    Instant deadline,
    Optional<Instant> appliedAt,
    Optional<Instant> endedAt,
    Optional<String> lifts,
    Optional<Containment> containment,
    Optional<Instant> probedAt,
    Optional<String> liftedBy,
    Optional<String> shares,
    boolean rehearsed,
    Optional<Instant> until,
    boolean asked) {

  /** Where an action is. */
  public enum State {
    /** Waits for people. */
    WAITING,
    /** May be carried out; has been or will be within moments. */
    REQUESTED,
    /** The vendor accepted; not yet seen in force. */
    APPLIED,
    /** The answer was lost; being read back. */
    UNKNOWN,
    /** Read back: in force. */
    CONFIRMED,
    /** Done; nothing to read back. */
    DONE,
    /** The vendor, the policy or people said no. */
    REFUSED,
    /** Not done, and not tried any more. */
    FAILED,
    /** The outcome could not be found out within the deadline: a person has to look. */
    UNRESOLVED,
    /** Given up because its run moved on before it was carried out. */
    WITHDRAWN;

    /** Whether the dispatcher still works on it. */
    public boolean underWay() {
      return this == REQUESTED || this == APPLIED || this == UNKNOWN;
    }

    public boolean over() {
      return !underWay() && this != WAITING;
    }
  }

  /** What the ledger knows of a containment's hold. */
  public enum Containment {
    REQUESTED,
    APPLIED,
    CONFIRMED,
    NOT_HOLDING,
    UNKNOWN,
    LIFTED;

    /** Whether something may be in force. */
    public boolean inForce() {
      return this != LIFTED && this != REQUESTED;
    }
  }

  /**
   * Why an action is not done.
   *
   * @param code one of the error codes that diagrams catch
   * @param message for people
   */
  public record Failure(Code code, String message) {
    /** The BPMN error codes. */
    public enum Code {
      BAD_INPUT,
      REFUSED,
      UNAVAILABLE,
      NOT_APPROVED
    }

    String text() {
      return code + ": " + message;
    }

    static Failure of(String text) {
      int colon = text.indexOf(": ");
      return new Failure(Code.valueOf(text.substring(0, colon)), text.substring(colon + 2));
    }
  }

  /** {@code connector} of {@code connector.action}. */
  public String connector() {
    return topic.substring(0, topic.indexOf('.'));
  }
}
