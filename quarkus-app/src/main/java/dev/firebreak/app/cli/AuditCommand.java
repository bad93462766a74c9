package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "audit", description = "The audit trail.", subcommands = AuditCommand.Verify.class)
@SuppressWarnings("NullAway.Init") // picocli sets the field before it calls
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "say what: audit verify");
  }

  @Command(name = "verify", description = "Check the chain; exit code 1 when it is broken.")
  static final class Verify extends ServerCommand {
    @Override
    int run(Server server) {
      JsonNode answer = server.get("/audit/verification");
      boolean ok = answer.path("ok").asBoolean();
      StringBuilder text = new StringBuilder();
      text.append(ok ? "the audit trail is whole: " : "the audit trail is BROKEN: ");
      text.append(Plain.field(answer, "entries")).append(" entries, head ");
      text.append(Plain.field(answer, "head"));
      answer.path("problems").forEach(p -> text.append("\n  ").append(Plain.value(p)));
      print(answer, text.toString());
      return ok ? 0 : 1;
    }
  }
}
