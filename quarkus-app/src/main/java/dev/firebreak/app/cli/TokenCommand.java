package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "token",
    description = "List tokens.",
    subcommands = {TokenCommand.Create.class, TokenCommand.Revoke.class})
final class TokenCommand extends ServerCommand {
  @Override
  int run(Server server) {
    return printTable(
        server.list("/tokens"),
        new Table()
            .text("ID", "id")
            .text("OF", "subject")
            .text("LABEL", "label")
            .text("ROLES", "roles")
            .time("EXPIRES", "expiresAt")
            .time("LAST USED", "lastUsedAt")
            .column("STATE", t -> t.path("revoked").asBoolean() ? "revoked" : ""),
        "none");
  }

  @Command(name = "create", description = "Make a token; it is shown this once.")
  static final class Create extends ServerCommand {
    @Option(
        names = "--for",
        paramLabel = "NAME",
        description = "A service account; your own where it says nothing.")
    private Optional<String> account = Optional.empty();

    @Option(
        names = {"--scope", "--role"},
        split = ",",
        required = true,
        paramLabel = "ROLE",
        description = "Roles of the account that it carries, or '*' for all of them.")
    private List<String> roles = List.of();

    @Option(
        names = "--expires",
        defaultValue = "P90D",
        paramLabel = "DURATION",
        description = "At most P366D; default P90D.")
    private String life = "";

    @Option(names = "--label", defaultValue = "", paramLabel = "TEXT", description = "What for.")
    private String label = "";

    @Override
    int run(Server server) {
      ObjectNode body = body().put("label", label).put("life", life);
      account.ifPresent(a -> body.put("account", a));
      ArrayNode carried = body.putArray("roles");
      roles.forEach(carried::add);
      JsonNode answer = server.post("/tokens", body);
      return print(
          answer,
          "token "
              + Plain.field(answer, "id")
              + " of "
              + Plain.field(answer, "subject")
              + ", until "
              + Plain.time(Plain.field(answer, "expiresAt"))
              + "; it is not shown again:\n"
              + answer.path("token").asText());
    }
  }

  @Command(name = "revoke", description = "End a token.")
  static final class Revoke extends ServerCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
    private String id = "";

    @Override
    int run(Server server) {
      return print(
          server.post("/tokens/" + Server.part(id) + "/revoke", body()), "token " + id + " ended");
    }
  }
}
