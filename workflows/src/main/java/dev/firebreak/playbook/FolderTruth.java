package dev.firebreak.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with {@code triage.dmn}, {@code policy.dmn} and one folder a playbook. */
public final class FolderTruth implements Truth {
  /** Whom files of a folder are by. */
  public static final String FOLDER = "folder";

  private final Path dir;

  public FolderTruth(Path dir) {
    this.dir = dir;
  }

  @Override
  public Map<String, File> read() throws IOException {
    Map<String, File> all = new TreeMap<>();
    for (String table : Kind.TABLES) {
      put(all, table);
    }
    try (Stream<Path> folders = Files.list(dir)) {
      List<String> names =
          folders.filter(Files::isDirectory).map(f -> String.valueOf(f.getFileName())).toList();
      for (String name : names) {
        put(all, name);
      }
    }
    return all;
  }

  private void put(Map<String, File> all, String name) throws IOException {
    Path file = dir.resolve(Kind.path(name));
    if (Files.isRegularFile(file)) {
      all.put(
          name,
          new File(
              Files.readAllBytes(file),
              FOLDER,
              FOLDER,
              Optional.empty(),
              "from the folder",
              Optional.empty()));
    }
  }

  @Override
  public String where() {
    return dir.toString();
  }
}
