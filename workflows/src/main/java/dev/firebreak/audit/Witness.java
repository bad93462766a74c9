package dev.firebreak.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A place outside of the database that keeps signed heads and cannot be told to forget one. Called
 * by one thread at a time.
 */
public interface Witness {
  /** How it is named to people. */
  String name();

  /**
   * The newest head it keeps.
   *
   * @throws IOException when it cannot be asked; the message says why
   */
  Optional<Head> newest() throws IOException;

  /**
   * Keeps heads; durable when it comes back.
   *
   * @param heads smallest first
   * @throws IOException when they are not surely kept; they are offered again
   */
  void keep(List<Head> heads) throws IOException;
}
