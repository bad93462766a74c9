package dev.firebreak.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "approvals", description = "List actions that wait for a yes.")
final class ApprovalsCommand extends ServerCommand {
  @Option(names = "--state", paramLabel = "STATE", description = "Default: open.")
  private String state = "open";

  @Override
  int run(Server server) {
    return printTable(
        server.list("/approvals?state=" + Server.part(state)),
        new Table()
            .id("ID", "id")
            .id("INCIDENT", "incident")
            .text("ACTION", "topic")
            .text("TARGET", "target")
            .text("SEVERITY", "severity")
            .column("VOTES", a -> a.path("votes").size() + " of " + Plain.field(a, "needed"))
            .time("EXPIRES", "expiresAt")
            .text("THEN", "onTimeout")
            .text("REASON", "reason"),
        "nothing waits for approval");
  }
}
