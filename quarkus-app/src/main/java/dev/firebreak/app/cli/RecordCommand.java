package dev.firebreak.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a past incident into a case. */
@Command(
    name = "record",
    description =
        "Make a case of an incident whose run has ended: alert, answers and trace. People,"
            + " addresses and secrets get placeholders; read the files before you share them.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class RecordCommand extends ServerCommand {
  @Parameters(
      index = "0",
      paramLabel = "INCIDENT",
      description = "The incident's id, or the beginning of it.")
  private String incident;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "The case's folder, for example playbooks/hot-wallet-drain/cases/friday.")
  private Path folder;

  @Option(names = "--force", description = "Write over a case that is there already.")
  private boolean force;

  @Override
  int run(Server server) {
    if (Files.exists(folder.resolve("alert.json")) && !force) {
      throw new CannotDo(
          CannotDo.USAGE, folder + " holds a case already; choose another folder, or say --force");
    }
    String name =
        Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
            .map(f -> f.toString().toLowerCase(Locale.ROOT))
            .orElse("case");
    JsonNode made =
        server.post(
            "/incidents/" + Ids.incident(server, incident) + "/case", body().put("name", name));
    if (!made.path("verdict").asText().equals("passed")) {
      throw new CannotDo(
          CannotDo.REFUSED,
          "the recorded case does not go to its end, so nothing is written: "
              + Plain.field(made, "problems"));
    }
    write(made);
    StringBuilder text = new StringBuilder(folder + " is written and passes");
    if (made.path("masked").asInt() > 0) {
      text.append("; ").append(made.path("masked").asInt()).append(" values are masked");
    }
    made.path("left").forEach(l -> text.append("\nnot in it: ").append(Plain.text(l.asText())));
    return print(made, text.toString());
  }

  private void write(JsonNode made) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("alert.json"), pretty(made.path("alert")));
      Files.writeString(folder.resolve("script.json"), pretty(made.path("script")));
      Files.writeString(folder.resolve("trace.txt"), made.path("trace").asText());
    } catch (IOException e) {
      throw new CannotDo(CannotDo.USAGE, folder + " cannot be written: " + e.getMessage());
    }
  }

  private static String pretty(JsonNode json) throws JsonProcessingException {
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
