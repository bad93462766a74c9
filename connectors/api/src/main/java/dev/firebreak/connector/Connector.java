package dev.firebreak.connector;

import java.util.List;

/** One configured vendor system and what can be done there. Immutable and safe for all threads. */
public interface Connector {
  /** The kind's name, for example {@code okta}. */
  String name();

  /** Everything it can do; the same list at every call. */
  List<Action<?, ?>> actions();
}
