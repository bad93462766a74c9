package dev.firebreak.fuzz;

import dev.firebreak.engine.GateTarget;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the targets one after the other with Jazzer
 * (https://github.com/CodeIntelligenceTesting/jazzer), each in a JVM of its own. Started by {@code
 * ./mvnw -Pfuzz}, see CONTRIBUTING.md. Ends with 1 when a target had a fault; the input is then in
 * {@code target/fuzz/<target>}.
 */
public final class Fuzzer {
  /** By the name of the folder with its seeds. */
  static final Map<String, Class<?>> TARGETS = new LinkedHashMap<>();

  static {
    TARGETS.put("gate", GateTarget.class);
    TARGETS.put("parsers", ParserTarget.class);
    TARGETS.put("signatures", SignatureTarget.class);
  }

  private Fuzzer() {}

  /** Arguments: seconds for each target, and perhaps the name of the only one to run. */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean fine = true;
    for (Map.Entry<String, Class<?>> target : TARGETS.entrySet()) {
      if (args.length < 2 || args[1].isBlank() || args[1].equals(target.getKey())) {
        fine &= run(target.getKey(), target.getValue(), args[0]) == 0;
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private static int run(String name, Class<?> target, String seconds)
      throws IOException, InterruptedException {
    Path work =
        Files.createDirectories(Firebreak.ROOT.resolve("quarkus-app/target/fuzz").resolve(name));
    Path found = Files.createDirectories(work.resolve("corpus"));
    Path seeds = work.resolve("seeds");
    Seeds.write(name, Files.createDirectories(seeds));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dfirebreak.root=" + Firebreak.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.firebreak.**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_total_time=" + seconds,
                "-max_len=20000",
                "-timeout=60",
                "-rss_limit_mb=4096",
                found.toString(),
                seeds.toString()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
