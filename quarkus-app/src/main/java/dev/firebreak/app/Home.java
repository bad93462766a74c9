package dev.firebreak.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The folder that holds everything of one installation: database, tokens, settings. Only its owner
 * can read it.
 */
public final class Home {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path dir;

  private Home(Path dir) {
    this.dir = dir;
  }

  /**
   * {@code FIREBREAK_HOME}, or {@code .firebreak} in the working folder; made where it is missing.
   */
  public static Home open() throws IOException {
    String named =
        Optional.ofNullable(System.getProperty("firebreak.home"))
            .or(() -> Optional.ofNullable(System.getenv("FIREBREAK_HOME")))
            .orElse(".firebreak");
    return at(Path.of(named));
  }

  /** A folder of one's own, made where it is missing. */
  public static Home at(Path folder) throws IOException {
    Path dir = folder.toAbsolutePath().normalize();
    privateFolder(dir);
    return new Home(dir);
  }

  static void privateFolder(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      Files.createDirectories(
          dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  public Path path(String name) {
    return dir.resolve(name);
  }

  public Path dir() {
    return dir;
  }

  public Optional<String> read(String name) throws IOException {
    Path file = path(name);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  public void write(String name, String text) throws IOException {
    Path target = path(name);
    Path parent = Optional.ofNullable(target.getParent()).orElse(dir);
    privateFolder(parent);
    Path temporary =
        Files.createTempFile(
            parent,
            "new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, text);
    Files.move(
        temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A secret that is made at the first call and stays. */
  public String secret(String name) throws IOException {
    Optional<String> known = read(name);
    if (known.isPresent()) {
      return known.get();
    }
    String made = random();
    write(name, made);
    return made;
  }

  /** 256 random bits as URL-safe text. */
  public static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
