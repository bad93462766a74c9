package dev.firebreak.connector;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the secrets are that settings refer to. Safe for all threads; may block. */
@FunctionalInterface
public interface SecretSource {
  /** The settings themselves, files and the environment of this process. */
  SecretSource LOCAL = SecretSource::local;

  /**
   * The secret as it is now.
   *
   * @throws SecretMissing naming the reference
   */
  Secret find(SecretReference reference) throws SecretMissing;

  private static Secret local(SecretReference reference) throws SecretMissing {
    if (reference instanceof SecretReference.Plain p) {
      return p.value();
    } else if (reference instanceof SecretReference.InFile f) {
      return notEmpty(f, content(f));
    } else if (reference instanceof SecretReference.InEnvironment e) {
      String value =
          Optional.ofNullable(System.getenv(e.name()))
              .orElseThrow(
                  () -> new SecretMissing("environment variable " + e.name() + " is not set"));
      return notEmpty(e, value);
    }
    throw new SecretMissing(reference + " needs the settings firebreak.vault.*");
  }

  private static String content(SecretReference.InFile f) throws SecretMissing {
    try {
      return Files.readString(Path.of(f.path())).strip();
    } catch (NoSuchFileException e) {
      throw new SecretMissing(f + ": there is no such file");
    } catch (MalformedInputException e) {
      throw new SecretMissing(f + " is no text in UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      throw new SecretMissing(f + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static Secret notEmpty(SecretReference reference, String value) throws SecretMissing {
    if (value.isEmpty()) {
      throw new SecretMissing(reference + " is empty");
    }
    return Secret.of(value);
  }
}
