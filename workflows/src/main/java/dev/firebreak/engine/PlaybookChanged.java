package dev.firebreak.engine;

/**
 * A deployed playbook is no longer what was deployed: somebody changed it in the database. Nothing
 * of it is run. The message says which, and can be shown to people.
 */
public final class PlaybookChanged extends RuntimeException {
  PlaybookChanged(String message) {
    super(message);
  }
}
