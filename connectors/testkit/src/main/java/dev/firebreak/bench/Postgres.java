package dev.firebreak.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A PostgreSQL server found by its {@code postmaster.pid}, whoever started it.
 *
 * @param pid of the postmaster
 */
record Postgres(long pid) {
  /** The server that runs on a data folder, if one does. */
  static Optional<Postgres> on(Path data) {
    return pid(data.resolve("postmaster.pid")).filter(Postgres::runs);
  }

  private static Optional<Postgres> pid(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().map(l -> new Postgres(Long.parseLong(l.strip())));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The postmaster and its backends. */
  Set<Long> pids() {
    return Proc.tree(pid);
  }

  boolean runs() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(p -> p.info().command())
        .map(c -> c.contains("postgres"))
        .orElse(false);
  }

  /** SIGKILL, at once, to the postmaster and its backends: what was not on disk is lost. */
  void kill() {
    pids().stream()
        .flatMap(p -> ProcessHandle.of(p).stream())
        .forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Stops the server: a fast shutdown, then an immediate one
   * (https://www.postgresql.org/docs/current/server-shutdown.html).
   */
  void stop() {
    for (String signal : new String[] {"-INT", "-QUIT"}) {
      if (!runs()) {
        return;
      }
      try {
        new ProcessBuilder("kill", signal, Long.toString(pid)).start().onExit().join();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot signal PostgreSQL, process " + pid, e);
      }
      Waiting.until(() -> !runs(), Duration.ofSeconds(15), Duration.ofMillis(20));
    }
  }
}
