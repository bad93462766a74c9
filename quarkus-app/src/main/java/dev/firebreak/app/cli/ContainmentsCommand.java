package dev.firebreak.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "containments", description = "List what is contained, and whether it holds.")
final class ContainmentsCommand extends ServerCommand {
  @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state.")
  private String state = "";

  @Override
  int run(Server server) {
    return printTable(
        server.list("/containments" + (state.isEmpty() ? "" : "?state=" + Server.part(state))),
        new Table()
            .id("ID", "id")
            .id("INCIDENT", "incident")
            .text("ACTION", "topic")
            .text("TARGET", "target")
            .text("STATE", "state")
            .text("REVERSIBLE", "reversibility")
            .time("CONFIRMED", "confirmedAt")
            .time("LAST SEEN", "lastProbeAt")
            .time("EXPIRES", "expiresAt"),
        "nothing is contained");
  }
}
