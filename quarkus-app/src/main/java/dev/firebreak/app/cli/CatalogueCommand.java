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

  @Command(name = "playbooks", description = "List the playbooks in force.")
  static final class Playbooks extends CatalogueCommand {
    Playbooks() {
      super("/playbooks");
    }

    /**
     * Also those that were refused, with every reason: they are why an incident may have no run.
     */
    @Override
    int run(Server server) {
      int code = super.run(server);
      JsonNode refused = server.get("/playbooks").path("refused");
      refused
          .fields()
          .forEachRemaining(
              p ->
                  p.getValue()
                      .forEach(
                          f ->
                              err()
                                  .println(
                                      Plain.text(
                                          "not in force: "
                                              + p.getKey()
                                              + ", line "
                                              + f.path("line").asInt()
                                              + ", "
                                              + f.path("element").asText()
                                              + ": "
                                              + f.path("message").asText()))));
      err().flush();
      return code;
    }
  }
}
