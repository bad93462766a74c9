package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "incident", description = "Tell the story of one incident.")
final class IncidentCommand extends ServerCommand {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "Its id, or the first characters of it.")
  private String id = "";

  @Override
  int run(Server server) {
    String path = "/incidents/" + Server.part(Ids.incident(server, id));
    JsonNode incident = server.get(path);
    JsonNode timeline = server.get(path + "/timeline");
    ObjectNode all = body();
    all.setAll((ObjectNode) incident);
    all.set("timeline", timeline.isArray() ? timeline : timeline.path("items"));
    return print(all, new Story(all).text());
  }
}
