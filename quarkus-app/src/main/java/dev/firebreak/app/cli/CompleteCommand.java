package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "complete", description = "Complete a task.")
final class CompleteCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The task's id, or its beginning.")
  private String id = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "What the playbook wants to know; true, false and whole numbers are such.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Override
  int run(Server server) {
    String task = Ids.resolve("open task", id, server.list("/tasks"));
    ObjectNode body = body();
    ObjectNode values = body.putObject("variables");
    variables.forEach((name, value) -> put(values, name, value));
    return print(
        server.post("/tasks/" + Server.part(task) + "/complete", body),
        "task " + task + " completed");
  }

  private static void put(ObjectNode to, String name, String value) {
    if (value.equals("true") || value.equals("false")) {
      to.put(name, Boolean.parseBoolean(value));
    } else if (value.matches("0|-?[1-9]\\d{0,17}")) {
      to.put(name, Long.parseLong(value));
    } else {
      to.put(name, value);
    }
  }
}
