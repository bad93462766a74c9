package dev.firebreak.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * The one failure that crosses the border between a connector and the dispatcher. The message says
 * what failed, on which target, and what to do next; it never holds a secret.
 */
public final class ActionFailure extends Exception {
  /** The closed set of reasons. */
  public enum Kind {
    /** The playbook's input is wrong; only its author can mend it. Never retried. */
    BAD_INPUT,
    /**
     * The vendor understood and said no. Never retried; the diagram may catch it as BPMN error
     * {@code REFUSED}.
     */
    REFUSED,
    /**
     * The vendor could not be reached or was not able to; retried until the step's deadline.
     * Nothing was done.
     */
    UNAVAILABLE,
    /** The request may have had its effect, the answer was lost. Read back before any repeat. */
    UNKNOWN
  }

  private final Kind kind;
  private final Optional<Duration> retryAfter;

  private ActionFailure(
      Kind kind, String message, Optional<Duration> retryAfter, Optional<Throwable> cause) {
    super(message, cause.orElse(null));
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public static ActionFailure badInput(String message) {
    return new ActionFailure(Kind.BAD_INPUT, message, Optional.empty(), Optional.empty());
  }

  public static ActionFailure refused(String message) {
    return new ActionFailure(Kind.REFUSED, message, Optional.empty(), Optional.empty());
  }

  public static ActionFailure unavailable(String message) {
    return new ActionFailure(Kind.UNAVAILABLE, message, Optional.empty(), Optional.empty());
  }

  public static ActionFailure unavailable(String message, Throwable cause) {
    return new ActionFailure(Kind.UNAVAILABLE, message, Optional.empty(), Optional.of(cause));
  }

  /** The vendor asked for a pause (for example HTTP 429 with Retry-After). */
  public static ActionFailure unavailable(String message, Duration retryAfter) {
    return new ActionFailure(Kind.UNAVAILABLE, message, Optional.of(retryAfter), Optional.empty());
  }

  public static ActionFailure unknown(String message) {
    return new ActionFailure(Kind.UNKNOWN, message, Optional.empty(), Optional.empty());
  }

  public static ActionFailure unknown(String message, Throwable cause) {
    return new ActionFailure(Kind.UNKNOWN, message, Optional.empty(), Optional.of(cause));
  }

  public Kind kind() {
    return kind;
  }

  /** How long the vendor asked us to wait, where it did. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
