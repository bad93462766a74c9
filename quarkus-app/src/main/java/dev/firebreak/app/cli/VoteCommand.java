package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
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

  String id() {
    return id;
  }

  String comment() {
    return comment;
  }

  @Override
  int run(Server server) {
    String approval = Ids.approval(server, id);
    String path = "/approvals/" + Server.part(approval);
    JsonNode asked = server.get(path);
    if (!json()) {
      err().println(WhatIsAsked.of(asked));
    }
    JsonNode answer =
        server.post(
            path + "/votes",
            body()
                .put("vote", vote)
                .put("comment", comment)
                .put("digest", asked.path("digest").asText()));
    return print(
        answer,
        "voted %s on %s for %s; the approval is %s, with %d of %s vote(s)%s"
            .formatted(
                vote,
                Plain.field(answer, "topic"),
                Plain.field(answer, "target"),
                Plain.field(answer, "state"),
                answer.path("votes").size(),
                Plain.field(answer, "needed"),
                answer.path("missing").isEmpty()
                    ? ""
                    : "; missing: " + Plain.field(answer, "missing")));
  }

  @Command(name = "approve", description = "Say yes to an action.")
  static final class Approve extends VoteCommand {
    @Option(
        names = "--break-glass",
        description =
            "When nobody can sign in: approve with the two emergency keys, on this host."
                + " It raises an incident.")
    private boolean breakGlass;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "An emergency key; say it twice. Made by ./firebreak break-glass keys.")
    private List<Path> keys = List.of();

    Approve() {
      super("approve");
    }

    @Override
    boolean signsIn() {
      return !breakGlass;
    }

    @Override
    int run(Server server) {
      if (!breakGlass) {
        return super.run(server);
      }
      JsonNode answer =
          new EmergencyApproval(server, new Passphrases(err()), out())
              .approve(keys, id(), comment());
      return print(
          answer,
          "approved with emergency keys; an incident was opened about it ("
              + Plain.field(answer, "id")
              + ")");
    }
  }

  @Command(name = "deny", description = "Say no to an action.")
  static final class Deny extends VoteCommand {
    Deny() {
      super("deny");
    }
  }
}
