package dev.firebreak.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "incidents", description = "List incidents, newest first.")
final class IncidentsCommand extends ServerCommand {
  @Option(names = "--state", paramLabel = "STATE", description = "open or closed; default: all.")
  private String state = "";

  @Option(names = "--limit", paramLabel = "N", description = "How many; default: 50.")
  private int limit = 50;

  @Override
  int run(Server server) {
    String filter = state.isEmpty() ? "" : "&state=" + Server.part(state);
    return printTable(
        server.list("/incidents?limit=" + limit + filter),
        new Table()
            .id("ID", "id")
            .time("OPENED", "openedAt")
            .text("SEVERITY", "severity")
            .text("STATE", "state")
            .text("PLAYBOOK", "playbook")
            .text("ALERTS", "alertCount")
            .text("TITLE", "title"),
        "no incidents");
  }
}
