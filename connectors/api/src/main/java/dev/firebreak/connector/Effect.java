package dev.firebreak.connector;

/** What an action does to the world; policy decides by it. */
public enum Effect {
  /** Takes something away from an attacker (freeze, isolate, revoke, block). Must have a probe. */
  CONTAIN,
  /** Gives something back that a containment took: the inverse of a {@link #CONTAIN} action. */
  RELEASE,
  /** Tells people or systems (ticket, message); changes nothing that the attacker could feel. */
  NOTIFY,
  /** Only reads. */
  READ
}
