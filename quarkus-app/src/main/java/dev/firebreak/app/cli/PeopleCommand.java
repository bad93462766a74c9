package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "people",
    description = "List who may sign in.",
    subcommands = PeopleCommand.Add.class)
final class PeopleCommand extends ServerCommand {
  @Override
  int run(Server server) {
    List<JsonNode> items = server.list("/people");
    return printTable(items, Table.of(items), "nobody");
  }

  @Command(name = "add", description = "Add a person; the token is shown this once.")
  static final class Add extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Their name.")
    private String name = "";

    @Option(
        names = "--save",
        description = "Keep the token in the home folder, for --as NAME; meant for trying out.")
    private boolean save;

    @Override
    int run(Server server) {
      Path file = home().person(name);
      JsonNode answer = server.post("/people", body().put("name", name));
      String token = answer.path("token").asText();
      if (save) {
        write(file, token);
        return print(answer, name + " may sign in; the token is in " + file);
      }
      return print(
          answer, name + " may sign in with this token, which is not shown again:\n" + token);
    }

    private static void write(Path file, String token) {
      try {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.deleteIfExists(file);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n");
      } catch (IOException e) {
        throw new CannotDo(
            CannotDo.REFUSED,
            "the person was added, but the token could not be kept in "
                + file
                + "; it is "
                + token);
      }
    }
  }
}
