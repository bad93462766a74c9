package dev.firebreak.app;

import dev.firebreak.engine.DecisionTable;
import dev.firebreak.engine.Decisions;
import dev.firebreak.engine.PlaybookRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The decision tables in force. */
public record Tables(DecisionTable triage, DecisionTable policy) {
  /**
   * Reads {@code triage.dmn} and {@code policy.dmn} of a folder.
   *
   * @throws CannotStart when one is missing or refused: without policy nothing may run
   */
  public static Tables read(Path dir) throws CannotStart {
    return new Tables(table(dir, "triage"), table(dir, "policy"));
  }

  private static DecisionTable table(Path dir, String name) throws CannotStart {
    Path file = dir.resolve(name + ".dmn");
    try {
      return new Decisions().read(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CannotStart(
          "The table "
              + file
              + " cannot be read. Set firebreak.playbooks.dir to the folder that holds it.",
          e);
    } catch (PlaybookRefused e) {
      throw new CannotStart("The table " + file + " is not accepted: " + e.getMessage(), e);
    }
  }
}
