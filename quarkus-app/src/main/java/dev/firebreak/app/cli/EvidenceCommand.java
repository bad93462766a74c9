package dev.firebreak.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "evidence",
    description = {
      "Write everything about an incident to one signed archive, with a report as PDF.",
      "evidence check FILE checks such an archive without a server."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class EvidenceCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id, or the beginning of it.")
  private String incident;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Must not exist yet; incident-ID.zip where none is named.")
  private Optional<Path> file = Optional.empty();

  @Override
  int run(Server server) {
    String id = Ids.incident(server, incident);
    Path to = file.orElseGet(() -> Path.of("incident-" + id + ".zip"));
    server.download("/incidents/" + id + "/evidence", to);
    return print(
        body().put("incident", id).put("file", to.toString()),
        to + ": evidence of incident " + id + "; ./firebreak evidence check " + to + " checks it");
  }
}
