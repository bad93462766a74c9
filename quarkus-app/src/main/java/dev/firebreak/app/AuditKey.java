package dev.firebreak.app;

import dev.firebreak.audit.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The key that signs the audit trail's heads, in the home folder: {@code audit-key}, which only its
 * owner can read, and {@code audit-key.pub} for auditors.
 */
final class AuditKey {
  private AuditKey() {}

  /** The key; made at the first call. */
  static SigningKey of(Path home) throws CannotStart {
    Path file = home.resolve("audit-key");
    try {
      if (!Files.exists(file)) {
        write(file, SigningKey.make().pem(), "rw-------");
      }
      SigningKey key = SigningKey.read(Files.readString(file));
      write(home.resolve("audit-key.pub"), key.open().pem(), "rw-r--r--");
      return key;
    } catch (IOException e) {
      throw new CannotStart("The audit key " + file + " cannot be used: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          file
              + " is not the audit key that was written there ("
              + e.getMessage()
              + "). Put it back from a copy, or move it away for a new one.",
          e);
    }
  }

  private static void write(Path file, String text, String permissions) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("it has no folder");
    }
    Files.createDirectories(folder);
    Path whole =
        Files.createTempFile(
            folder,
            "new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(whole, text);
    Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString(permissions));
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
