package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The stop switch. */
abstract class StopCommand extends ServerCommand {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; goes into the audit trail.")
  private String reason = "";

  int tell(Server server, String path, String said) {
    JsonNode answer = server.post(path, body().put("reason", reason));
    return print(answer, said);
  }

  @Command(name = "stop", description = "Stop everything that goes out to vendors, at once.")
  static final class Stop extends StopCommand {
    @Override
    int run(Server server) {
      return tell(
          server,
          "/brakes/stop",
          "stopped: nothing goes out until somebody else says ./firebreak resume");
    }
  }

  @Command(name = "resume", description = "Let actions go out again after a stop.")
  static final class Resume extends StopCommand {
    @Override
    int run(Server server) {
      return tell(server, "/brakes/release", "actions go out again");
    }
  }
}
