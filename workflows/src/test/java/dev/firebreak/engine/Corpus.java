package dev.firebreak.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that must never run, and the traces they would leave. */
final class Corpus {
  private static final Path FOLDER = Path.of("src/test/resources/corpus");

  private Corpus() {}

  record Entry(String file, String kind, String place) {
    byte[] bytes() {
      try {
        return Files.readAllBytes(FOLDER.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isDmn() {
      return file.endsWith(".dmn");
    }

    String number() {
      return file.substring(0, 2);
    }

    /** The process id in the file, which is the playbook's name. */
    String key() {
      Matcher id =
          Pattern.compile("<bpmn:process id=\"([^\"]+)\"")
              .matcher(new String(bytes(), java.nio.charset.StandardCharsets.UTF_8));
      return id.find() ? id.group(1) : "none";
    }

    boolean leftATrace() {
      return System.getProperty("firebreak.canary." + number()) != null
          || !Canary.MADE.isEmpty()
          || number().equals("33") && Files.exists(Path.of("/tmp/firebreak.canary.33"));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static List<Entry> entries() {
    try {
      return Files.readAllLines(FOLDER.resolve("index.txt")).stream()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" \\| ", 3))
          .map(parts -> new Entry(parts[0], parts[1], parts[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void forgetTraces() {
    Canary.MADE.clear();
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("firebreak.canary"));
    try {
      Files.deleteIfExists(Path.of("/tmp/firebreak.canary.33"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
