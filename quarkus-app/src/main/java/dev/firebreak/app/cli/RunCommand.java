package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An action by hand. */
abstract class RunCommand extends ServerCommand {
  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "For example okta.suspend-user; ./firebreak connectors lists them.")
  private String topic = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "The action's inputs.")
  private Map<String, String> inputs = new LinkedHashMap<>();

  ObjectNode asked(String mode) {
    ObjectNode body = body().put("mode", mode).put("topic", topic);
    ObjectNode given = body.putObject("inputs");
    inputs.forEach(given::put);
    return body;
  }

  @Command(name = "rehearse", description = "Say what an action would do; changes nothing.")
  static final class Rehearse extends RunCommand {
    @Override
    int run(Server server) {
      JsonNode answer = server.post("/actions", asked("rehearse"));
      StringBuilder text = new StringBuilder(Plain.field(answer, "sentence"));
      text.append("\naffected: ").append(Plain.field(answer, "affected"));
      answer.path("targets").forEach(t -> text.append("\n  ").append(Plain.text(t.asText())));
      JsonNode policy = answer.path("policy");
      text.append("\npolicy: ").append(Plain.field(policy, "verdict"));
      if (policy.path("approvals").asInt() > 0) {
        text.append(", ").append(Plain.field(policy, "approvals")).append(" approvals");
      }
      text.append(" (").append(Plain.field(policy, "rule")).append(": ");
      text.append(Plain.field(policy, "reason")).append(")");
      return print(answer, text.toString());
    }
  }

  @Command(name = "run", description = "Request an action for an incident; policy decides.")
  static final class Run extends RunCommand {
    @Option(
        names = "--incident",
        required = true,
        paramLabel = "ID",
        description = "The incident it belongs to, or the beginning of its id.")
    private String incident = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; goes into the audit trail.")
    private String reason = "";

    @Override
    int run(Server server) {
      ObjectNode body = asked("run").put("incident", Ids.incident(server, incident));
      JsonNode answer = server.post("/actions", body.put("reason", reason));
      String what = Plain.field(answer, "topic") + " on " + Plain.field(answer, "target");
      return print(answer, what + " is " + Plain.field(answer, "state"));
    }
  }
}
