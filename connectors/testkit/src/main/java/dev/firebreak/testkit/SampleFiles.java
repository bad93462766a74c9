package dev.firebreak.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Message files: our own beside the tests, and recorded ones where this machine has some. */
public final class SampleFiles {
  private static final Path OWN = Path.of("src/test/resources/samples");

  private SampleFiles() {}

  /** A message of our own, by its file name in {@code src/test/resources/samples}. */
  public static String own(String name) {
    return text(OWN.resolve(name));
  }

  /** All messages of our own, by name. */
  public static List<Path> own() {
    return json(OWN);
  }

  /**
   * Recorded messages next to the checkout, {@code ../shared/samples/KIND}; often there are none.
   */
  public static List<Path> recorded(String kind) {
    Path root = Path.of(Optional.ofNullable(System.getProperty("firebreak.root")).orElse("../.."));
    Path folder = root.resolve("../shared/samples").resolve(kind).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: no recorded messages at " + folder);
      return List.of();
    }
    return json(folder);
  }

  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> json(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
