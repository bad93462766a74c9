package dev.firebreak.support;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shipped command line as a process, as {@code ./firebreak} starts it.
 *
 * @param exit the exit code
 * @param output all it printed
 */
public record CommandLine(int exit, String output) {
  /**
   * Runs a command to its end.
   *
   * @param home where it looks for a server and a token
   */
  public static CommandLine run(Path home, String... arguments) {
    return typing("", home, arguments);
  }

  /**
   * Runs a command to its end while somebody types.
   *
   * @param typed lines, each with its end
   */
  public static CommandLine typing(String typed, Path home, String... arguments) {
    Path app = Firebreak.ROOT.resolve("quarkus-app/target/quarkus-app");
    String jars =
        Stream.of("app", "lib/main", "lib/boot")
            .map(folder -> app.resolve(folder) + File.separator + "*")
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", jars));
    command.add("dev.firebreak.app.cli.Cli");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FIREBREAK_HOME", home.toString());
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(typed.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new CommandLine(process.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
