package dev.firebreak.alert;

/**
 * What the sender says about the state of what it found. Only {@link #FIRING} can start
 * containment.
 */
public enum Disposition {
  /** Found, or found again. */
  FIRING,
  /** Over, according to the sender; noted on the incident, lifts nothing by itself. */
  RESOLVED,
  /** A test or sample finding; stored and shown, starts nothing. */
  TEST
}
