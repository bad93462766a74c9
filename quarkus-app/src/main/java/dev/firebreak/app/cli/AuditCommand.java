package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = {
      "The audit trail.",
      "audit check EXPORT checks an export without a server; audit check --help says more."
    },
    subcommands = {AuditCommand.Verify.class, AuditCommand.Export.class})
@SuppressWarnings("NullAway.Init") // picocli sets the field before it calls
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what: audit verify, audit export FILE, audit check EXPORT");
  }

  @Command(
      name = "verify",
      description = "Have the server check its trail; exit code 1 when it is broken.")
  static final class Verify extends ServerCommand {
    @Override
    int run(Server server) {
      JsonNode answer = server.get("/audit/verification");
      boolean ok = answer.path("ok").asBoolean();
      StringBuilder text = new StringBuilder();
      text.append(ok ? "the audit trail is whole: " : "the audit trail is BROKEN: ");
      text.append(Plain.field(answer, "entries")).append(" entries, head ");
      text.append(Plain.field(answer, "head"));
      JsonNode signed = answer.path("signed");
      if (signed.isObject()) {
        text.append("\n  newest signed head: ").append(Plain.field(signed, "size"));
        text.append(" entries, root ").append(Plain.field(signed, "root"));
        text.append(", ").append(Plain.field(signed, "at"));
        text.append(", key ").append(Plain.field(signed, "key"));
      }
      answer.path("problems").forEach(p -> text.append("\n  ").append(Plain.value(p)));
      print(answer, text.toString());
      return ok ? 0 : 1;
    }
  }

  @Command(
      name = "export",
      description = "Sign a head now and write the whole trail to a file that audit check reads.")
  @SuppressWarnings("NullAway.Init") // picocli sets the field before it calls
  static final class Export extends ServerCommand {
    @Parameters(paramLabel = "FILE", description = "Must not exist yet.")
    private Path file;

    @Override
    int run(Server server) {
      JsonNode head = server.post("/audit/head", body()).path("head");
      server.download("/audit/export", file);
      return print(
          head,
          head.isObject()
              ? file
                  + ": up to the head over "
                  + Plain.field(head, "size")
                  + " entries, root "
                  + Plain.field(head, "root")
              : file + ": no head was signed; audit verify says why");
    }
  }
}
