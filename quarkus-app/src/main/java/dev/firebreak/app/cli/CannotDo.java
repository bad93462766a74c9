package dev.firebreak.app.cli;

/** A command that cannot be carried out: a sentence for the person, and the exit code. */
final class CannotDo extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The server said no. */
  static final int REFUSED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** No server answers. */
  static final int NOT_REACHABLE = 3;

  private final int exitCode;

  CannotDo(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
