package dev.firebreak.evidence;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Head;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Inbox;
import dev.firebreak.response.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything there is about an incident at one moment.
 *
 * @param alerts the first thousand, which the report is made of; all are in the archive
 * @param alertCount how many there are
 * @param messages which raw messages go into the archive
 * @param entries of the audit trail, oldest first; all are covered by the head
 * @param head signed over the trail when the file was made
 * @param by who asked for it
 */
record CaseFile(
    Incidents.Incident incident,
    List<Inbox.Stored> alerts,
    long alertCount,
    RawMessages messages,
    List<Runs.Run> runs,
    List<Playbook> playbooks,
    List<ActionRow> actions,
    List<Approvals.Approval> approvals,
    List<Entry> entries,
    List<RegulatorClock> clocks,
    Head head,
    Instant at,
    String by) {

  /**
   * The version of a playbook that ran.
   *
   * @param sha256 of the diagram's bytes, lower-case hex
   */
  record Playbook(String versionId, byte[] bpmn, String sha256) {
    /** Where it is in the archive. */
    String file() {
      return "playbooks/" + versionId.replaceAll("[^A-Za-z0-9._-]", "_") + ".bpmn";
    }
  }

  List<ActionRow> containments() {
    return actions.stream().filter(r -> r.containment().isPresent()).toList();
  }

  Optional<Entry> first(String... kinds) {
    return entries.stream().filter(e -> List.of(kinds).contains(e.kind())).findFirst();
  }

  ActionRow action(String id) {
    return actions.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }
}
