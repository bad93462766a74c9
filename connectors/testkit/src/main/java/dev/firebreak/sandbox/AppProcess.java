package dev.firebreak.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The application as a child process; its output goes to a log file. */
final class AppProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 25;

  private final Process process;
  private final Path log;

  private AppProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static AppProcess start(
      List<String> command, Path folder, Map<String, String> environment, Path log)
      throws DemoFailed {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
    try {
      return new AppProcess(builder.start(), log);
    } catch (IOException e) {
      throw new DemoFailed(
          "the application does not start (" + command.get(0) + "): " + e.getMessage());
    }
  }

  private static java.io.File nothing() {
    Path unix = Path.of("/dev/null");
    return Files.exists(unix) ? unix.toFile() : new java.io.File("NUL");
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean running() {
    return process.isAlive();
  }

  int exitValue() {
    return process.exitValue();
  }

  /** The end of its log, for a person who has to find out what went wrong. */
  List<String> lastLines(int n) {
    try {
      List<String> all =
          new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
              .lines()
              .toList();
      return all.subList(Math.max(0, all.size() - n), all.size());
    } catch (IOException e) {
      return List.of("(its log cannot be read: " + e.getMessage() + ")");
    }
  }

  /**
   * Asks it and what it started to end, waits, and ends what is left. Can be called again and from
   * any thread.
   */
  @Override
  public synchronized void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(0, process.toHandle());
    process.toHandle().destroy();
    awaitEnd(process.toHandle());
    // Its database goes down with it; only what it left behind is ended here.
    all.stream()
        .filter(ProcessHandle::isAlive)
        .forEach(
            p -> {
              p.destroy();
              awaitEnd(p);
            });
  }

  private static void awaitEnd(ProcessHandle p) {
    try {
      p.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      p.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      p.destroyForcibly();
    }
  }
}
