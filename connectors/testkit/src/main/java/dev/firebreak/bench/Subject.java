package dev.firebreak.bench;

import java.net.URI;
import java.util.Set;

/** A system that does CONTAIN4, with data of its own that begins empty. */
interface Subject extends AutoCloseable {
  String name();

  /** Where alerts go. */
  URI webhook();

  /** Launches it and returns at once. */
  void start();

  /**
   * @throws IllegalStateException when it has ended by itself
   */
  void checkAlive();

  /** Stops it orderly and waits for its end, database included where it brings its own. */
  void stop();

  /** Its processes, without the database's. */
  Set<Long> appPids();

  Set<Long> databasePids();

  DatabaseAddress database();

  /** Stops whatever still runs. */
  @Override
  void close();
}
