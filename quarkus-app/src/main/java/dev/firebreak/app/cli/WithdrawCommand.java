package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "withdraw", description = "Take back what you asked for, before it is decided.")
final class WithdrawCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The approval's id, or its beginning.")
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes into the audit trail.")
  private String reason = "";

  @Override
  int run(Server server) {
    JsonNode answer =
        server.post(
            "/approvals/" + Server.part(Ids.approval(server, id)) + "/withdraw",
            body().put("reason", reason));
    return print(
        answer,
        "took back "
            + Plain.field(answer, "topic")
            + " for "
            + Plain.field(answer, "target")
            + "; the approval is "
            + Plain.field(answer, "state"));
  }
}
