package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
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
            .column("VOTES", ApprovalsCommand::votes)
            .text("TAKES", "quorum")
            .time("EXPIRES", "expiresAt")
            .text("THEN", "onTimeout")
            .text("REASON", "reason"),
        "nothing waits for approval");
  }

  /** What emergency keys decided stands out. */
  private static String votes(JsonNode a) {
    boolean keys =
        StreamSupport.stream(a.path("votes").spliterator(), false)
            .anyMatch(v -> v.path("means").asText().equals("emergency_key"));
    return keys ? "EMERGENCY KEYS" : a.path("votes").size() + " of " + Plain.field(a, "needed");
  }
}
