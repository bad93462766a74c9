package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Also what was refused, with every reason: it is why an incident may have no run. */
@Command(
    name = "playbooks",
    description = "List playbooks and tables: what is in force, what waits, where they differ.")
final class PlaybooksCommand extends ServerCommand {
  @Override
  int run(Server server) {
    JsonNode answer = server.get("/playbooks");
    List<JsonNode> all = new ArrayList<>();
    answer.path("items").forEach(all::add);
    answer.path("tables").forEach(all::add);
    Table table =
        new Table()
            .text("NAME", "name")
            .text("VERSION", "version")
            .text("RELEASED BY", "releasedBy")
            .time("AT", "releasedAt")
            .column("WAITING", PlaybooksCommand::waiting)
            .column("RUNS", p -> runs(p.path("runs")))
            .column("DRIFT", p -> p.has("drift") ? "yes" : "");
    StringBuilder text = new StringBuilder(table.render(all, "", "none"));
    all.stream()
        .filter(p -> p.has("drift"))
        .forEach(p -> text.append("\ndrift: ").append(Plain.field(p.path("drift"), "sentence")));
    print(answer, text.toString());
    refused(answer.path("refused"));
    return 0;
  }

  private static String waiting(JsonNode playbook) {
    List<String> versions = new ArrayList<>();
    playbook.path("waiting").forEach(w -> versions.add(Plain.field(w, "version")));
    return String.join(", ", versions);
  }

  private static String runs(JsonNode runs) {
    int older = runs.path("onOlder").asInt();
    return runs.path("going").asInt() + (older > 0 ? " (" + older + " on older)" : "");
  }

  private void refused(JsonNode refused) {
    refused
        .properties()
        .forEach(
            p ->
                p.getValue()
                    .forEach(
                        f ->
                            err()
                                .println(
                                    Plain.text(
                                        "not in force: "
                                            + p.getKey()
                                            + ", line "
                                            + f.path("line").asInt()
                                            + ", "
                                            + f.path("element").asText()
                                            + ": "
                                            + f.path("message").asText()))));
    err().flush();
  }
}
