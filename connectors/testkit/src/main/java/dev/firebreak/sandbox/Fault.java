package dev.firebreak.sandbox;

/** What can go wrong with one answer of a fake vendor. */
public enum Fault {
  /** Refused for its rate, with {@code Retry-After}; nothing was done. */
  HTTP_429,
  /** Failed inside the vendor; nothing was done. */
  HTTP_500,
  /** Nothing was done and no answer ever comes; the connection stays open. */
  TIMEOUT,
  /** It was done, and the connection is cut before the answer. */
  DROPPED_REPLY,
  /** It was done, and the answer comes late. */
  SLOW
}
