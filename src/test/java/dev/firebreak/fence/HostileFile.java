package dev.firebreak.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the corpus, with the traces it would leave where {@link Traces} looks for them.
 *
 * @param file its name
 * @param place what it tries
 */
record HostileFile(String file, String place) {
  private static final Path FOLDER = FencedApp.ROOT.resolve("workflows/src/test/resources/corpus");
  private static final Pattern PROCESS = Pattern.compile("<bpmn:process id=\"([^\"]+)\"");

  private static List<HostileFile> all() {
    try {
      return Files.readAllLines(FOLDER.resolve("index.txt")).stream()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" \\| ", 3))
          .map(parts -> new HostileFile(parts[0], parts[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<HostileFile> playbooks() {
    return all().stream().filter(f -> !f.file.endsWith(".dmn")).toList();
  }

  static HostileFile numbered(String number) {
    return all().stream().filter(f -> f.file.startsWith(number + "-")).findFirst().orElseThrow();
  }

  /** The process id, or the file's name where none can be read. */
  String playbook() {
    Matcher id = PROCESS.matcher(text());
    return id.find() ? id.group(1) : "p" + file.substring(0, file.lastIndexOf('.'));
  }

  /** The file with its traces led to these. */
  byte[] bytes(Traces traces) {
    // Byte by byte in Latin-1: one file of the corpus is not UTF-8.
    return traces.lead(text()).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String text() {
    try {
      return Files.readString(FOLDER.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return file;
  }
}
