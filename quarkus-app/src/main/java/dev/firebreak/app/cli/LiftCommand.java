package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "lift", description = "Lift a containment, or all of an incident.")
final class LiftCommand extends ServerCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "The containment's id, or its beginning.")
  private String containment = "";

  @Option(names = "--incident", paramLabel = "ID", description = "All containments of this one.")
  private String incident = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; goes into the audit trail.")
  private String reason = "";

  @Override
  int run(Server server) {
    if (containment.isEmpty() == incident.isEmpty()) {
      throw new CannotDo(
          CannotDo.USAGE, "say which: lift CONTAINMENT, or lift --incident INCIDENT");
    }
    String id =
        incident.isEmpty()
            ? Ids.resolve("containment", containment, server.list("/containments"))
            : Ids.incident(server, incident);
    String path = (incident.isEmpty() ? "/containments/" : "/incidents/") + Server.part(id);
    JsonNode answer = server.post(path + "/lift", body().put("reason", reason));
    String what = incident.isEmpty() ? "containment " : "all containments of incident ";
    String state = Plain.field(answer, "state");
    return print(
        answer,
        "asked to lift " + what + id + (state.isEmpty() ? "" : "; it is " + state + " now"));
  }
}
