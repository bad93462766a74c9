package dev.firebreak.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the timeline.
 *
 * @param seq of the audit entry
 * @param who {@code system}, a source or a person's subject
 * @param person whether a person did it
 * @param words for people
 * @param function of NIST CSF 2.0, as NIST SP 800-61r3 uses them for incident response
 */
record Moment(
    long seq,
    Instant at,
    String who,
    boolean person,
    String kind,
    String words,
    Csf function,
    JsonNode data) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)}");
  private static final int LONGEST = 400;

  /** What each kind of entry says; {@code {name}} stands for a field of its data. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("incident.opened", "Incident opened by alert {alert}: {title} ({severity})"),
          Map.entry("incident.decided", "Triage chose playbook {playbook}, priority {priority}"),
          Map.entry("incident.closed", "Incident closed: {reason}"),
          Map.entry("alert.joined", "Alert {uid} joined the incident"),
          Map.entry("alert.duplicate", "Alert repeated (repeat {count})"),
          Map.entry("alert.noted", "Alert noted: {why}"),
          Map.entry("run.started", "Playbook {playbook}, version {version}, started"),
          Map.entry("run.advanced", "Playbook passed {nodes}"),
          Map.entry("run.completed", "Playbook completed"),
          Map.entry("run.stuck", "Playbook needs a person at {node}: {reason}"),
          Map.entry("action.asked-by-hand", "Asked for {topic} by hand: {reason}"),
          Map.entry("action.requested", "{topic} on {target} requested"),
          Map.entry("action.retried", "{topic} on {target} tried again by a person"),
          Map.entry("action.applied", "{topic} on {target} accepted by the vendor: {detail}"),
          Map.entry("action.unknown", "{topic} on {target}: the answer was lost ({reason})"),
          Map.entry("action.retrying", "{topic} on {target} did not work, tried again: {reason}"),
          Map.entry("action.confirmed", "{topic} on {target} confirmed by read-back: {detail}"),
          Map.entry("action.done", "{topic} on {target} done"),
          Map.entry("action.refused", "{topic} on {target} refused: {reason}"),
          Map.entry("action.failed", "{topic} on {target} not done: {reason}"),
          Map.entry("action.unresolved", "{topic} on {target} is uncertain: {reason}"),
          Map.entry("action.withdrawn", "{topic} on {target} withdrawn"),
          Map.entry("approval.asked", "{needed} approval(s) asked for {topic} on {target}"),
          Map.entry("approval.voted", "Voted {vote} on {topic} on {target}: {comment}"),
          Map.entry("approval.escalated", "Nobody answered on {topic} on {target}; asked again"),
          Map.entry("approval.closed", "Approval of {topic} on {target}: {outcome}"),
          Map.entry("task.opened", "Task for a person: {name}"),
          Map.entry("task.completed", "Task completed: {name}"),
          Map.entry("task.overdue", "Task overdue: {name}"),
          Map.entry("containment.confirmed", "{topic} on {target} read back: in force"),
          Map.entry("containment.applied", "{topic} on {target} read back: on its way"),
          Map.entry("containment.not-holding", "{topic} on {target} DOES NOT HOLD: {detail}"),
          Map.entry("containment.unknown", "{topic} on {target} could not be read back: {detail}"),
          Map.entry("containment.lift-requested", "Lift of {topic} on {target} asked: {reason}"),
          Map.entry("containment.lifted", "{topic} on {target} lifted"),
          Map.entry("containment.ended", "{topic} on {target} ended by itself"),
          Map.entry("clock.marked", "Marked for regulators: {mark} at {at}. {note}"),
          Map.entry("evidence.taken", "Evidence bundle taken"));

  static List<Moment> of(List<Entry> entries) {
    return entries.stream()
        .map(Moment::of)
        .sorted(Comparator.comparing(Moment::at).thenComparing(Moment::seq))
        .toList();
  }

  private static Moment of(Entry e) {
    JsonNode data = data(e);
    String template = WORDS.getOrDefault(e.kind(), e.kind() + " {topic} {target}");
    Matcher m = PLACE.matcher(template);
    String words = m.replaceAll(r -> Matcher.quoteReplacement(shown(data.path(r.group(1)))));
    boolean person = !e.actor().equals("system") && !e.actor().startsWith("source:");
    return new Moment(
        e.seq(), e.at(), e.actor(), person, e.kind(), tidy(words), Csf.of(e.kind()), data);
  }

  static JsonNode data(Entry e) {
    try {
      return Json.parse(e.data());
    } catch (JsonProcessingException broken) {
      return Json.mapper().createObjectNode(); // The proof of this entry says that it is broken.
    }
  }

  private static String shown(JsonNode value) {
    String text = text(value);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text;
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(text(item)));
      return String.join(", ", items);
    }
    return value.isValueNode() ? value.asText() : value.isMissingNode() ? "" : value.toString();
  }

  private static String tidy(String words) {
    return words.strip().replaceAll("(: ?|\\(\\))$", "");
  }
}
