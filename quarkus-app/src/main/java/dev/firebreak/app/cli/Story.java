package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An incident for people: why, what was done, what holds, and how it went.
 *
 * @param all the server's answer, with its {@code timeline} put in
 */
record Story(JsonNode all) {
  String text() {
    List<String> parts = new ArrayList<>();
    parts.add(heading());
    section(parts, "Runs", "runs", runs());
    section(parts, "Actions", "actions", actions());
    section(parts, "Containments", "containments", containments());
    section(parts, "Approvals", "approvals", approvals());
    parts.add("Timeline\n" + timeline());
    return String.join("\n\n", parts);
  }

  private JsonNode incident() {
    return all.path("incident");
  }

  private String began() {
    String first = Plain.field(incident(), "firstAlertAt");
    return first.isEmpty() ? Plain.field(incident(), "openedAt") : first;
  }

  private String heading() {
    JsonNode i = incident();
    StringBuilder text = new StringBuilder();
    text.append("Incident ").append(Plain.field(i, "id")).append('\n');
    text.append("  ").append(Plain.field(i, "title")).append('\n');
    text.append("  severity ").append(Plain.field(i, "severity"));
    text.append(", ").append(Plain.field(i, "state"));
    text.append(", ").append(Plain.field(i, "alertCount")).append(" alert(s), ");
    text.append(Plain.field(i, "duplicateCount")).append(" duplicate(s)\n");
    text.append("  first alert ").append(Plain.time(began()));
    JsonNode decision = i.path("decision");
    if (decision.isObject()) {
      text.append("\n  playbook ").append(Plain.field(decision, "playbook"));
      text.append(", priority ").append(Plain.field(decision, "priority")).append(", because of");
      for (JsonNode rule : decision.path("rules")) {
        text.append("\n    rule ").append(Plain.field(rule, "id")).append(": ");
        text.append(Plain.field(rule, "annotation"));
      }
    }
    return text.toString();
  }

  private void section(List<String> parts, String title, String field, Table table) {
    List<JsonNode> rows = new ArrayList<>();
    all.path(field).forEach(rows::add);
    if (!rows.isEmpty()) {
      parts.add(title + "\n" + table.render(rows, "  ", ""));
    }
  }

  private Table runs() {
    return new Table()
        .id("ID", "id")
        .text("PLAYBOOK", "playbook")
        .text("VERSION", "version")
        .text("STATE", "state")
        .column("ENDED", r -> Plain.after(began(), Plain.field(r, "endedAt")))
        .text("PROBLEM", "problem");
  }

  private Table actions() {
    return new Table()
        .id("ID", "id")
        .text("STEP", "step")
        .text("ACTION", "topic")
        .text("TARGET", "target")
        .text("STATE", "state")
        .text("TRIES", "attempts")
        .column("CONFIRMED", a -> Plain.after(began(), Plain.field(a, "confirmedAt")))
        .column(
            "DETAIL",
            a -> {
              String error = Plain.field(a, "error");
              return error.isEmpty() ? Plain.field(a, "detail") : error;
            });
  }

  private Table containments() {
    return new Table()
        .id("ID", "id")
        .text("ACTION", "topic")
        .text("TARGET", "target")
        .text("STATE", "state")
        .text("REVERSIBLE", "reversibility")
        .text("DETAIL", "detail");
  }

  private Table approvals() {
    return new Table()
        .id("ID", "id")
        .text("ACTION", "topic")
        .text("TARGET", "target")
        .text("STATE", "state")
        .text("NEEDED", "needed")
        .text("VOTES", "votes");
  }

  private String timeline() {
    List<JsonNode> events = new ArrayList<>();
    all.path("timeline").forEach(events::add);
    return new Table()
        .column("AFTER", e -> Plain.after(began(), Plain.field(e, "at")))
        .column("WHAT", EventLine::of)
        .wide()
        .render(events, "  ", "nothing yet");
  }
}
