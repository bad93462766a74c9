package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One event as a line for people. */
final class EventLine {
  private static final Pattern FIELD = Pattern.compile("\\{(\\w+)}");

  /** What is said of each kind; a kind not listed is shown with its data. */
  private static final Map<String, String> SAYS =
      Map.ofEntries(
          Map.entry("alert.accepted", "alert from {source}: {title} ({severity})"),
          Map.entry("alert.joined", "one more alert belongs to it"),
          Map.entry("alert.duplicate", "the same alert again, {count} by now"),
          Map.entry("alert.noted", "alert noted: {why}"),
          Map.entry("incident.opened", "incident opened: {title} ({severity})"),
          Map.entry(
              "incident.decided", "decided: playbook {playbook}, priority {priority}, by {rules}"),
          Map.entry("run.started", "playbook {playbook} started, version {version}"),
          Map.entry("run.advanced", "playbook reached {nodes}"),
          Map.entry("run.completed", "playbook completed"),
          Map.entry("run.stuck", "playbook is STUCK at {node}: {reason}"),
          Map.entry("action.requested", "{topic} on {target} requested"),
          Map.entry("action.applied", "{topic} on {target} applied: {detail}"),
          Map.entry("action.confirmed", "{topic} on {target} CONFIRMED: {detail}"),
          Map.entry("action.retrying", "{topic} on {target} is tried again: {reason}"),
          Map.entry("action.unknown", "{topic} on {target}: outcome UNKNOWN: {reason}"),
          Map.entry("action.refused", "{topic} on {target} REFUSED: {reason}"),
          Map.entry("action.failed", "{topic} on {target} FAILED: {reason}"),
          Map.entry(
              "approval.asked", "{topic} on {target} waits for {needed} approval(s): {reason}"),
          Map.entry("approval.voted", "{by} voted {vote}: {comment}"),
          Map.entry("approval.closed", "approval closed: {outcome}"),
          Map.entry("containment.confirmed", "{target} is contained by {topic}: {detail}"),
          Map.entry(
              "containment.not-holding", "{target} is NOT CONTAINED any more ({topic}): {detail}"),
          Map.entry("containment.lifted", "{target} is released ({topic}): {detail}"),
          Map.entry("stop.thrown", "ALL OUTGOING ACTIONS ARE STOPPED: {reason}"),
          Map.entry("stop.released", "actions go out again: {reason}"),
          Map.entry("task.opened", "a person has to do: {name}"),
          Map.entry("task.completed", "task completed by {by}"));

  private EventLine() {}

  /** What happened and, where a person or a source did it, who. */
  static String of(JsonNode event) {
    String kind = Plain.field(event, "kind");
    JsonNode data = event.path("data");
    String template = SAYS.get(kind);
    String text =
        template == null ? kind + " " + Plain.text(data.toString()) : fill(template, data);
    String actor = Plain.field(event, "actor");
    boolean named = text.contains(actor.replaceFirst("^person:", ""));
    return actor.startsWith("person:") && !named
        ? text + " [" + actor.substring("person:".length()) + "]"
        : text;
  }

  private static String fill(String template, JsonNode data) {
    String filled =
        FIELD
            .matcher(template)
            .replaceAll(m -> Matcher.quoteReplacement(Plain.field(data, m.group(1))));
    return filled.replace(" ()", "").replaceFirst("[:, ]+$", "");
  }
}
