package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** What is installed: each list is shown with all its fields. */
abstract class CatalogueCommand extends ServerCommand {
  private final String path;

  CatalogueCommand(String path) {
    this.path = path;
  }

  @Override
  int run(Server server) {
    List<JsonNode> items = server.list(path);
    return printTable(items, Table.of(items), "none");
  }

  @Command(name = "connectors", description = "List connectors and their actions.")
  static final class Connectors extends CatalogueCommand {
    Connectors() {
      super("/connectors");
    }
  }

  @Command(name = "sources", description = "List alert sources.")
  static final class Sources extends CatalogueCommand {
    Sources() {
      super("/sources");
    }
  }
}
