package dev.firebreak.connector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an instance keeps with us because there is no vendor to keep it: named lists of values, on
 * disk when a call returns, the same on every node. Safe for all threads.
 */
public interface Entries {
  /**
   * One value of a list.
   *
   * @param note for people, for example the incident it was added for
   */
  record Entry(String value, String note, Instant addedAt) {}

  /** Adds a value; does nothing where it is there already. */
  void add(String list, String value, String note);

  /** Takes a value away; does nothing where it is not there. */
  void remove(String list, String value);

  Optional<Entry> find(String list, String value);

  /** All values of a list, in their natural order. */
  List<Entry> all(String list);
}
