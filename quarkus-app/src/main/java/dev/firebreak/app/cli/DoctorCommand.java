package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Exit code 1 where any connector could not act. */
@Command(
    name = "doctor",
    description = "Ask every connector whether it could act: reachable, credential, permissions.")
final class DoctorCommand extends ServerCommand {
  @Override
  int run(Server server) {
    JsonNode answer = server.post("/connectors/checkup", body());
    List<JsonNode> all = new ArrayList<>();
    answer.path("items").forEach(all::add);
    Table table =
        new Table()
            .text("CONNECTOR", "name")
            .text("STATE", "state")
            .text("AS", "account")
            .column("CLOCK", DoctorCommand::skew)
            .column("CALLS LEFT", DoctorCommand::headroom)
            .time("LAST SUCCESS", "lastSuccess");
    StringBuilder text = new StringBuilder(table.render(all, "", "no connectors are configured"));
    all.forEach(c -> explain(c, text));
    List<JsonNode> deaf =
        server.list("/sources").stream().filter(s -> s.hasNonNull("problem")).toList();
    deaf.forEach(
        s ->
            text.append("\n\nsource ")
                .append(Plain.field(s, "id"))
                .append(": ")
                .append(Plain.field(s, "problem")));
    JsonNode source = server.get("/playbook-source");
    source
        .path("drift")
        .forEach(d -> text.append("\n\nplaybooks: ").append(Plain.field(d, "sentence")));
    String unread = Plain.field(source, "problem");
    text.append(unread.isEmpty() ? "" : "\n\nplaybooks: " + unread);
    print(answer, text.toString());
    return deaf.isEmpty() && all.stream().allMatch(c -> Plain.field(c, "state").equals("ready"))
        ? 0
        : 1;
  }

  private static String skew(JsonNode c) {
    String iso = Plain.field(c, "clockSkew");
    return iso.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%+.1f s", Duration.parse(iso).toMillis() / 1000.0);
  }

  private static String headroom(JsonNode c) {
    String left = Plain.field(c, "rateLimitRemaining");
    String of = Plain.field(c, "rateLimit");
    return of.isEmpty() ? left : left + " of " + of;
  }

  private static void explain(JsonNode c, StringBuilder text) {
    String problem = Plain.field(c, "problem");
    if (!problem.isEmpty()) {
      text.append("\n\n").append(Plain.field(c, "name")).append(": ").append(problem);
    }
    for (JsonNode g : c.path("grants")) {
      String state = Plain.field(g, "state");
      if (!state.equals("GRANTED")) {
        text.append("\n  ")
            .append(Plain.field(g, "action"))
            .append(" ")
            .append(state.toLowerCase(Locale.ROOT))
            .append(": ")
            .append(Plain.field(g, "detail"));
      }
    }
  }
}
