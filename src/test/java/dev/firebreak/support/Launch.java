package dev.firebreak.support;

import dev.firebreak.bench.AppProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A start that is expected to fail, run to its end.
 *
 * @param exit the exit code
 * @param output all it printed
 */
public record Launch(int exit, String output) {
  private static final long LONGEST_SECONDS = 180;

  /**
   * Launches the shipped application and waits for its end.
   *
   * @param home kept as it is, but for {@code firebreak.properties}
   * @param options further JVM options, such as {@code -Dquarkus.http.port=8081}
   */
  public static Launch of(Path home, Map<String, String> properties, String... options) {
    AppProcess.prepare(Firebreak.ROOT, home, properties);
    return of(home, options);
  }

  /** The same with the configuration that is in the home. */
  public static Launch of(Path home, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.add("-jar");
    command.add(
        Firebreak.ROOT.resolve("quarkus-app/target/quarkus-app/quarkus-run.jar").toString());
    Path log = home.resolve("launch.log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(Firebreak.ROOT.toFile());
    builder.environment().put("FIREBREAK_HOME", home.toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = builder.start();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
        process.waitFor();
        throw new AssertionError("it did not end by itself:\n" + Files.readString(log));
      }
      return new Launch(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
