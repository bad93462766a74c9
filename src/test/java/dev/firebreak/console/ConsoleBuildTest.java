package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step of the build that makes the console, on machines that cannot. */
class ConsoleBuildTest {
  private static final Path PROGRAM =
      Firebreak.ROOT.resolve("quarkus-app/console/ConsoleBuild.java");

  @TempDir Path folder;

  private record Ended(int status, String said) {}

  private Ended built(Path driver) throws IOException, InterruptedException {
    Path console = Files.createDirectories(folder.resolve("console"));
    Files.writeString(console.resolve("package-lock.json"), "{}");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            PROGRAM.toString(),
            console.toString(),
            folder.resolve("out").toString(),
            driver.toString());
    builder.environment().put("PATH", folder.toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  @Test
  void withoutNodeAndWithoutADriverItSaysSoInASentenceAndEndsWell()
      throws IOException, InterruptedException {
    Ended ended = built(folder.resolve("driver.jar"));

    assertThat(ended.status()).isZero();
    assertThat(ended.said())
        .startsWith("[console] Built without the console: there is no Node 20.19 or later")
        .endsWith("Firebreak and its command line work without it.\n")
        .hasLineCount(1);
  }
}
