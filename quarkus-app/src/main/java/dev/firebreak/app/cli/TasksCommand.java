package dev.firebreak.app.cli;

import picocli.CommandLine.Command;

@Command(name = "tasks", description = "List tasks that wait for a person.")
final class TasksCommand extends ServerCommand {
  @Override
  int run(Server server) {
    return printTable(
        server.list("/tasks"),
        new Table()
            .id("ID", "id")
            .id("INCIDENT", "incident")
            .text("TASK", "name")
            .text("FOR", "candidateGroups")
            .time("SINCE", "createdAt")
            .time("DUE", "due")
            .text("WHAT TO DO", "documentation"),
        "no tasks wait");
  }
}
