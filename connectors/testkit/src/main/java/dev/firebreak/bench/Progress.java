package dev.firebreak.bench;

/** Tells people on standard error what goes on; standard output is for results. */
final class Progress {
  private Progress() {}

  static void say(String what) {
    System.err.println("bench: " + what);
  }
}
