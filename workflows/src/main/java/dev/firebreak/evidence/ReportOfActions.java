package dev.firebreak.evidence;

import static dev.firebreak.evidence.Html.badge;
import static dev.firebreak.evidence.Html.code;
import static dev.firebreak.evidence.Html.lines;
import static dev.firebreak.evidence.Html.note;
import static dev.firebreak.evidence.Html.plain;
import static dev.firebreak.evidence.Html.time;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.evidence.Html.Markup;
import java.util.List;
import java.util.Locale;

/** What was done, by whom, and what of it holds. */
record ReportOfActions(CaseFile file) {
  void holds(Html page) {
    page.heading(2, "What still holds");
    page.table(
        "holds",
        List.of("Containment", "Target", "State", "Last read back (UTC)", "Can be undone"),
        file.containments().stream()
            .limit(Report.MOST_ROWS)
            .map(
                r ->
                    List.of(
                        note(code(r.topic()), r.detail().orElse("")),
                        code(r.target()),
                        state(r.containment().orElseThrow()),
                        time(r.probedAt().map(Times.EXACT::format).orElse("\u2013")),
                        plain(undone(r))))
            .toList(),
        "Nothing was contained.");
    Report.more(page, file.containments().size() - Report.MOST_ROWS, "containments.json");
  }

  private static String undone(ActionRow r) {
    return switch (r.reversibility()) {
      case YES -> "yes";
      case TIMED -> r.until().map(u -> "ends " + Times.MINUTE.format(u)).orElse("ends by itself");
      case OUT_OF_BAND -> "outside of Firebreak";
      case NO -> "no";
    };
  }

  private static Markup state(ActionRow.Containment state) {
    return switch (state) {
      case CONFIRMED -> badge("good", "in force, read back");
      case APPLIED -> badge("warn", "accepted, not read back");
      case UNKNOWN -> badge("alarm", "uncertain");
      case NOT_HOLDING -> badge("alarm", "does not hold");
      case LIFTED -> badge("idle", "lifted");
      case REQUESTED -> badge("idle", "not begun");
    };
  }

  void done(Html page) {
    page.heading(2, "What was done, and by whom");
    page.table(
        "done",
        List.of("Requested (UTC)", "Action", "Target", "Outcome", "Asked by", "Agreed to by"),
        file.actions().stream()
            .limit(Report.MOST_ROWS)
            .map(
                r ->
                    List.of(
                        time(Times.EXACT.format(r.requestedAt())),
                        note(code(r.topic()), effect(r)),
                        code(r.target()),
                        note(outcome(r), r.error().map(e -> e.message()).orElse("")),
                        plain(askedBy(r)),
                        agreed(r)))
            .toList(),
        "Nothing was done.");
    Report.more(page, file.actions().size() - Report.MOST_ROWS, "actions.json");
  }

  private static String effect(ActionRow r) {
    String effect = r.effect().name().toLowerCase(Locale.ROOT);
    return r.rehearsed() ? effect + ", rehearsed only" : effect;
  }

  private static Markup outcome(ActionRow r) {
    String words = r.state().name().toLowerCase(Locale.ROOT);
    String took = r.endedAt().map(t -> "after " + Spans.took(r.requestedAt(), t)).orElse("");
    return switch (r.state()) {
      case CONFIRMED, DONE -> note(badge("good", words), took);
      case UNRESOLVED, FAILED, REFUSED -> note(badge("alarm", words), took);
      default -> badge("warn", words);
    };
  }

  private static String askedBy(ActionRow r) {
    return r.run().isPresent()
        ? "playbook, step " + r.nodeId()
        : r.requesters().stream()
            .filter(s -> !s.startsWith("source:"))
            .findFirst()
            .orElse("a person");
  }

  private Markup agreed(ActionRow r) {
    List<Markup> votes =
        file.approvals().stream()
            .filter(a -> a.action().equals(r.id()))
            .flatMap(a -> a.votes().stream())
            .map(v -> plain(v.subject() + " (" + v.vote().toLowerCase(Locale.ROOT) + ")"))
            .toList();
    boolean asked = file.approvals().stream().anyMatch(a -> a.action().equals(r.id()));
    return votes.isEmpty() ? plain(asked ? "nobody" : "policy, without a person") : lines(votes);
  }

  void approvals(Html page) {
    page.heading(2, "Approvals");
    page.table(
        "approvals",
        List.of("Asked (UTC)", "Action and target", "Why, by which rule", "Answers", "Outcome"),
        file.approvals().stream().limit(Report.MOST_ROWS).map(this::approval).toList(),
        "Nobody was asked.");
    Report.more(page, file.approvals().size() - Report.MOST_ROWS, "approvals.json");
  }

  private List<Markup> approval(Approvals.Approval a) {
    ActionRow row = file.action(a.action());
    return List.of(
        time(Times.EXACT.format(a.askedAt())),
        note(code(row.topic()), row.target() + "; bound to " + a.binding().substring(0, 16)),
        note(plain(a.reason()), "rule " + a.rule() + ", " + a.needed() + " needed"),
        a.votes().isEmpty()
            ? plain("nobody answered" + (a.open() ? " yet" : ""))
            : lines(
                a.votes().stream()
                    .map(
                        v ->
                            note(
                                plain(v.subject() + " " + v.vote().toLowerCase(Locale.ROOT)),
                                Times.EXACT.format(v.at())
                                    + v.seen()
                                        .map(q -> ", saw " + q.sha256().substring(0, 16))
                                        .orElse("")
                                    + (v.comment().isBlank() ? "" : ": " + v.comment())))
                    .toList()),
        badge(a.state().equals("APPROVED") ? "good" : a.open() ? "warn" : "idle", a.outcome()));
  }
}
