package dev.firebreak.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Json;
import dev.firebreak.intake.Inbox;
import dev.firebreak.response.Runs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an archive holds as JSON, by the names of its files; but for alerts, of which are many. */
final class Papers {
  private static final List<String> DECISIONS = List.of("incident.decided");

  private final CaseFile file;
  private final Map<String, List<Entry>> aboutAction = new HashMap<>();

  Papers(CaseFile file) {
    this.file = file;
    for (Entry e : file.entries()) {
      JsonNode data = Moment.data(e);
      Stream.of("action", "containment")
          .map(name -> data.path(name).asText())
          .distinct()
          .filter(id -> !id.isEmpty())
          .forEach(id -> aboutAction.computeIfAbsent(id, i -> new ArrayList<>()).add(e));
    }
  }

  private List<Entry> about(String action) {
    return aboutAction.getOrDefault(action, List.of());
  }

  Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("incident.json", file.incident());
    all.put("timeline.json", timeline());
    all.put(
        "decisions.json",
        file.entries().stream()
            .filter(e -> DECISIONS.contains(e.kind()))
            .map(Papers::entry)
            .toList());
    all.put("runs.json", file.runs().stream().map(this::run).toList());
    all.put("actions.json", file.actions().stream().map(this::action).toList());
    all.put("approvals.json", file.approvals().stream().map(this::approval).toList());
    all.put("containments.json", file.containments().stream().map(this::containment).toList());
    all.put("clocks.json", file.clocks());
    return all;
  }

  private List<Map<String, Object>> timeline() {
    return Moment.of(file.entries()).stream()
        .map(
            m -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("at", m.at());
              line.put("seq", m.seq());
              line.put("who", m.who());
              line.put("person", m.person());
              line.put("kind", m.kind());
              line.put("words", m.words());
              line.put("function", m.function().category());
              line.put("data", m.data());
              return line;
            })
        .toList();
  }

  private static Map<String, Object> entry(Entry e) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", e.at());
    line.put("seq", e.seq());
    line.put("actor", e.actor());
    line.put("kind", e.kind());
    line.put("data", Moment.data(e));
    return line;
  }

  Map<String, Object> alert(Inbox.Stored a) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("id", a.id());
    a.message()
        .filter(file.messages().ids()::contains)
        .ifPresent(m -> alert.put("raw", "messages/" + m + ".body"));
    alert.put("source", a.source());
    alert.put("kind", a.kind());
    alert.put("receivedAt", a.receivedAt());
    alert.put("state", a.state());
    alert.put("submittedBy", a.submittedBy());
    alert.put("alert", a.alert());
    return alert;
  }

  private Map<String, Object> run(Runs.Run r) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("run", r);
    Optional<CaseFile.Playbook> playbook =
        file.playbooks().stream().filter(p -> p.versionId().equals(r.versionId())).findFirst();
    playbook.ifPresent(
        p -> {
          run.put("file", p.file());
          run.put("sha256", p.sha256());
        });
    return run;
  }

  private Map<String, Object> action(ActionRow r) {
    Map<String, Object> action = new LinkedHashMap<>();
    action.put("action", r);
    action.put("inputSha256", Sha256.of(Json.bytes(r.input())));
    action.put("outputSha256", Sha256.of(Json.bytes(r.output())));
    action.put("exchanges", exchanges(r.id()));
    return action;
  }

  /** Digests of what went over the wire for an action, as its entries hold them. */
  private List<JsonNode> exchanges(String action) {
    List<JsonNode> all = new ArrayList<>();
    about(action).stream().map(Moment::data).forEach(d -> d.path("exchanges").forEach(all::add));
    return all;
  }

  private Map<String, Object> approval(Approvals.Approval a) {
    Map<String, Object> approval = new LinkedHashMap<>();
    ActionRow row = file.action(a.action());
    approval.put("approval", a);
    approval.put("topic", row.topic());
    approval.put("target", row.target().toString());
    approval.put("input", row.input());
    approval.put("playbookVersion", row.playbookVersion());
    approval.put("mayNotVote", row.requesters());
    approval.put(
        "entries",
        about(row.id()).stream()
            .filter(e -> e.kind().startsWith("approval."))
            .filter(e -> Moment.data(e).path("approval").asText().equals(a.id().toString()))
            .map(Papers::entry)
            .toList());
    return approval;
  }

  private Map<String, Object> containment(ActionRow r) {
    Map<String, Object> containment = new LinkedHashMap<>();
    containment.put("containment", r.id());
    containment.put("topic", r.topic());
    containment.put("target", r.target().toString());
    containment.put("state", r.containment());
    containment.put("reversibility", r.reversibility());
    containment.put("lastReadBackAt", r.probedAt());
    containment.put("endsAt", r.until());
    containment.put("liftedBy", r.liftedBy());
    containment.put(
        "liftedByAction",
        file.actions().stream()
            .filter(l -> l.lifts().equals(Optional.of(r.id())))
            .map(ActionRow::id)
            .toList());
    containment.put("entries", about(r.id()).stream().map(Papers::entry).toList());
    return containment;
  }
}
