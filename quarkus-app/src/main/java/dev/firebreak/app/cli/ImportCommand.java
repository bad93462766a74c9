package dev.firebreak.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Playbooks from and for elsewhere. */
final class ImportCommand {
  private ImportCommand() {}

  @Command(
      name = "import",
      description =
          "Make a draft of a CACAO 2.0 playbook (.json), or list what a BPMN drawn elsewhere lacks."
              + " Says what was not carried over.")
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Import extends ServerCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "CACAO JSON, or BPMN.")
    private Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "The playbook's name here.")
    private Optional<String> name = Optional.empty();

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        description = "Write FOLDER/<name>/playbook.bpmn; nothing that is there is overwritten.")
    private Optional<Path> to = Optional.empty();

    @Override
    int run(Server server) {
      ObjectNode body = body();
      name.ifPresent(n -> body.put("name", n));
      String text = read(file);
      if (file.toString().endsWith(".json")) {
        body.set("cacao", json(text));
      } else {
        body.put("xml", text);
        if (name.isEmpty()) {
          throw new CannotDo(CannotDo.USAGE, "a BPMN file needs --name NAME");
        }
      }
      JsonNode made = server.post("/playbooks/import", body);
      StringBuilder told = new StringBuilder(Plain.field(made, "name"));
      made.path("left").forEach(l -> told.append("\n  left: ").append(Plain.text(l.asText())));
      for (JsonNode t : made.path("tasks")) {
        told.append("\n  no action: ").append(Plain.field(t, "id"));
        told.append(" '").append(Plain.field(t, "name")).append("'");
        for (JsonNode p : t.path("proposals")) {
          told.append("\n      ").append(Plain.field(p, "topic"));
          told.append(" (").append(Plain.field(p, "score")).append(", ");
          told.append(Plain.field(p, "why")).append(")");
        }
      }
      made.path("findings")
          .forEach(
              f ->
                  told.append("\n  to mend: ")
                      .append(Plain.field(f, "element"))
                      .append(": ")
                      .append(Plain.field(f, "message")));
      to.ifPresent(t -> told.append("\nwritten: ").append(write(t, made)));
      return print(made, told.toString());
    }

    private JsonNode json(String text) {
      try {
        return new ObjectMapper().readTree(text);
      } catch (JsonProcessingException e) {
        throw new CannotDo(
            CannotDo.USAGE,
            file
                + " is not JSON: line "
                + e.getLocation().getLineNr()
                + ": "
                + Plain.text(e.getOriginalMessage()));
      }
    }

    private static Path write(Path folder, JsonNode made) {
      Path file = folder.resolve(made.path("name").asText()).resolve("playbook.bpmn");
      if (Files.exists(file)) {
        throw new CannotDo(CannotDo.USAGE, file + " is there already; choose another --name");
      }
      try {
        Files.createDirectories(folder.resolve(made.path("name").asText()));
        Files.writeString(file, made.path("xml").asText());
        return file;
      } catch (IOException e) {
        throw new CannotDo(CannotDo.USAGE, file + " cannot be written: " + e.getMessage());
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CannotDo(CannotDo.USAGE, "there is no readable file " + file);
    }
  }

  @Command(name = "export", description = "Write a playbook in force as CACAO 2.0.")
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Export extends ServerCommand {
    @Parameters(index = "0", paramLabel = "PLAYBOOK", description = "The playbook's name.")
    private String playbook;

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it.")
    private Path file;

    @Override
    int run(Server server) {
      if (!playbook.matches("[A-Za-z_][A-Za-z0-9_-]{0,63}")) {
        throw new CannotDo(CannotDo.USAGE, "'" + Plain.text(playbook) + "' is no playbook's name");
      }
      JsonNode made = server.get("/playbooks/" + playbook + "/versions/live/cacao");
      try {
        Files.writeString(
            file,
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(made.path("cacao"))
                + "\n");
      } catch (IOException e) {
        throw new CannotDo(CannotDo.USAGE, file + " cannot be written: " + e.getMessage());
      }
      StringBuilder told = new StringBuilder(file + " is written");
      made.path("left").forEach(l -> told.append("\n  left: ").append(Plain.text(l.asText())));
      return print(made, told.toString());
    }
  }
}
