package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approving and denying. */
abstract class VoteCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The approval's id, or its beginning.")
  private String id = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "Why; goes into the audit trail.")
  private String comment = "";

  private final String vote;

  VoteCommand(String vote) {
    this.vote = vote;
  }

  @Override
  int run(Server server) {
    String approval = Ids.approval(server, id);
    JsonNode answer =
        server.post(
            "/approvals/" + Server.part(approval) + "/votes",
            body().put("vote", vote).put("comment", comment));
    return print(
        answer,
        "voted %s on %s for %s; the approval is %s, with %d of %s vote(s)"
            .formatted(
                vote,
                Plain.field(answer, "topic"),
                Plain.field(answer, "target"),
                Plain.field(answer, "state"),
                answer.path("votes").size(),
                Plain.field(answer, "needed")));
  }

  @Command(name = "approve", description = "Say yes to an action.")
  static final class Approve extends VoteCommand {
    Approve() {
      super("approve");
    }
  }

  @Command(name = "deny", description = "Say no to an action.")
  static final class Deny extends VoteCommand {
    Deny() {
      super("deny");
    }
  }
}
