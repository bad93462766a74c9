package dev.firebreak.connector;

/** How a containment is lifted; known before it is asked for. */
public enum Reversibility {
  /** By calling the inverse action, at any time. */
  YES,
  /** By itself after a time, and not earlier. */
  TIMED,
  /** Only outside of Firebreak, for example through the vendor's support. */
  OUT_OF_BAND,
  /** Never. */
  NO
}
