package dev.firebreak.app.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of certificates that a setting names. */
final class CaFile {
  private CaFile() {}

  /**
   * @throws IllegalArgumentException when it cannot be read
   */
  static Optional<String> read(Optional<String> file) {
    return file.map(
        name -> {
          try {
            return Files.readString(Path.of(name));
          } catch (IOException e) {
            throw new IllegalArgumentException(
                "ca-file " + name + " of an audit witness cannot be read", e);
          }
        });
  }
}
