package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "kept-aside",
    description = "List messages that could not be read.",
    subcommands = KeptAsideCommand.Resend.class)
final class KeptAsideCommand extends ServerCommand {
  @Override
  int run(Server server) {
    List<JsonNode> items = server.list("/kept-aside");
    return printTable(items, Table.of(items), "nothing is kept aside");
  }

  @Command(name = "resend", description = "Try one again, after its source was put right.")
  static final class Resend extends ServerCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Its id, or its beginning.")
    private String id = "";

    @Override
    int run(Server server) {
      String message = Ids.resolve("message", id, server.list("/kept-aside"));
      return print(
          server.post("/kept-aside/" + Server.part(message) + "/resend", body()),
          "message " + message + " was taken again");
    }
  }
}
