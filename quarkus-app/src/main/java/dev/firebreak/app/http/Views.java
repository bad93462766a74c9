package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.alert.Alert;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Json;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Inbox;
import dev.firebreak.response.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What the API shows; times are ISO 8601 in UTC, states lower case. */
public final class Views {
  private Views() {}

  /** A page of a list. */
  public record Items<T>(List<T> items) {}

  public record IncidentView(
      String id,
      String title,
      String severity,
      String state,
      String playbook,
      String priority,
      Instant openedAt,
      Instant firstAlertAt,
      Optional<Instant> closedAt,
      int alertCount,
      int duplicateCount,
      JsonNode decision) {
    static IncidentView of(Incidents.Incident i) {
      return new IncidentView(
          i.id().toString(),
          i.title(),
          i.severity().key(),
          lower(i.state()),
          i.playbook(),
          i.priority(),
          i.openedAt(),
          i.firstAlertAt(),
          i.closedAt(),
          i.alertCount(),
          i.duplicateCount(),
          i.decision());
    }
  }

  public record IncidentStory(
      IncidentView incident,
      List<AlertView> alerts,
      List<RunView> runs,
      List<ActionView> actions,
      List<ContainmentView> containments,
      List<ApprovalView> approvals) {}

  public record AlertView(
      String id, String source, Instant receivedAt, String state, String submittedBy, Alert alert) {
    static AlertView of(Inbox.Stored a) {
      return new AlertView(
          a.id().toString(),
          a.source(),
          a.receivedAt(),
          lower(a.state()),
          a.submittedBy(),
          a.alert());
    }
  }

  public record RunView(
      String id,
      String playbook,
      String version,
      String state,
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<String> problem) {
    static RunView of(Runs.Run r) {
      return new RunView(
          r.id(),
          r.playbook(),
          r.versionId(),
          lower(r.state()),
          r.startedAt(),
          r.endedAt(),
          r.problem());
    }
  }

  public record ActionView(
      String id,
      String incident,
      String step,
      String topic,
      String target,
      String effect,
      String reversibility,
      String state,
      int attempts,
      Instant requestedAt,
      Instant deadline,
      Optional<Instant> appliedAt,
      Optional<Instant> endedAt,
      Optional<Instant> confirmedAt,
      Optional<String> detail,
      Optional<String> error,
      JsonNode input,
      JsonNode output) {
    static ActionView of(ActionRow r) {
      boolean confirmed =
          r.state() == ActionRow.State.CONFIRMED || r.state() == ActionRow.State.DONE;
      return new ActionView(
          r.id(),
          r.incident().toString(),
          r.nodeId(),
          r.topic(),
          r.target().toString(),
          lower(r.effect().name()),
          lower(r.reversibility().name()),
          lower(r.state().name()),
          r.attempts(),
          r.requestedAt(),
          r.deadline(),
          r.appliedAt(),
          r.endedAt(),
          confirmed ? r.endedAt() : Optional.empty(),
          r.detail(),
          r.error().map(e -> e.code() + ": " + e.message()),
          r.input(),
          r.output());
    }
  }

  public record ContainmentView(
      String id,
      String incident,
      String topic,
      String target,
      String state,
      String reversibility,
      Instant requestedAt,
      Optional<Instant> confirmedAt,
      Optional<Instant> lastProbeAt,
      Optional<Instant> expiresAt,
      Optional<String> detail,
      Optional<String> liftedBy) {
    static Optional<ContainmentView> of(ActionRow r) {
      return r.containment()
          .map(
              c ->
                  new ContainmentView(
                      r.id(),
                      r.incident().toString(),
                      r.topic(),
                      r.target().toString(),
                      lower(c.name()).replace('_', '-'),
                      lower(r.reversibility().name()),
                      r.requestedAt(),
                      r.endedAt(),
                      r.probedAt(),
                      r.until(),
                      r.detail(),
                      r.liftedBy()));
    }
  }

  /**
   * @param groups of the policy that the voter counted for
   * @param means how the voter had shown who he is
   * @param signedInAt when; absent for a token
   * @param seen SHA-256 of what the voter was shown
   */
  public record VoteView(
      String by,
      String vote,
      String comment,
      Instant at,
      List<String> groups,
      String means,
      Optional<Instant> signedInAt,
      Optional<String> seen) {
    static VoteView of(Approvals.Vote v) {
      return new VoteView(
          v.subject(),
          lower(v.vote()),
          v.comment(),
          v.at(),
          List.copyOf(v.groups()),
          v.means(),
          v.signedInAt(),
          v.seen().map(Approvals.Seen::sha256));
    }
  }

  public record ApprovalView(
      String id,
      String incident,
      String action,
      String topic,
      String target,
      String severity,
      int needed,
      List<VoteView> votes,
      String state,
      String group,
      String rule,
      String reason,
      Instant askedAt,
      Instant expiresAt,
      String onTimeout,
      boolean escalated,
      List<String> mayNotVote,
      JsonNode input) {
    static ApprovalView of(Approvals.Approval a, ActionRow row, String severity) {
      return of(a, row, severity, row.requesters());
    }

    static ApprovalView of(
        Approvals.Approval a, ActionRow row, String severity, List<String> mayNotVote) {
      return new ApprovalView(
          a.id().toString(),
          a.incident().toString(),
          a.action(),
          row.topic(),
          row.target().toString(),
          severity,
          a.needed(),
          a.votes().stream().map(VoteView::of).toList(),
          lower(a.state()),
          a.group(),
          a.rule(),
          a.reason(),
          a.askedAt(),
          a.expiresAt(),
          lower(a.onTimeout().name()),
          a.escalated(),
          mayNotVote,
          row.input());
    }
  }

  /** One line of the audit trail. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record EventView(
      long seq,
      Instant at,
      String kind,
      Optional<UUID> incident,
      String actor,
      JsonNode data,
      String hash) {
    static EventView of(Entry e) {
      try {
        return new EventView(
            e.seq(), e.at(), e.kind(), e.incident(), e.actor(), Json.parse(e.data()), e.hash());
      } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
        return new EventView(
            e.seq(),
            e.at(),
            e.kind(),
            e.incident(),
            e.actor(),
            Json.mapper().createObjectNode(),
            e.hash());
      }
    }
  }

  static String lower(String s) {
    return s.toLowerCase(Locale.ROOT);
  }
}
