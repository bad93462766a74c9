package dev.firebreak.evidence;

import static dev.firebreak.evidence.Html.badge;
import static dev.firebreak.evidence.Html.code;
import static dev.firebreak.evidence.Html.note;
import static dev.firebreak.evidence.Html.plain;
import static dev.firebreak.evidence.Html.time;

import dev.firebreak.alert.Severity;
import dev.firebreak.evidence.Html.Markup;
import dev.firebreak.incident.Incidents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report that people read: one page of HTML without anything from outside. */
final class Report {
  /** Enough for people; the rest is in the files beside the report. */
  static final int MOST_ROWS = 200;

  private static final int MOST_MOMENTS = 400;

  private final CaseFile file;
  private final List<Control> controls;

  Report(CaseFile file, List<Control> controls) {
    this.file = file;
    this.controls = controls;
  }

  String html() {
    Html page = new Html();
    ReportOfActions actions = new ReportOfActions(file);
    ReportOfAlerts alerts = new ReportOfAlerts(file);
    title(page);
    keyTimes(page);
    actions.holds(page);
    new ReportOfClocks(file).clocks(page);
    actions.done(page);
    actions.approvals(page);
    alerts.attackPath(page);
    alerts.alerts(page);
    functions(page);
    controls(page);
    timeline(page);
    integrity(page);
    return page.page("Incident " + file.incident().id(), style());
  }

  private String style() {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not in the jar");
      }
      String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return css.replace("INCIDENT", file.incident().id().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void title(Html page) {
    Incidents.Incident i = file.incident();
    page.paragraph("kicker", plain("Incident report"));
    page.heading(1, i.title());
    page.paragraph(
        "badges",
        Html.beside(
            List.of(
                badge(i.severity().atLeast(Severity.HIGH) ? "alarm" : "warn", i.severity().key()),
                badge("idle", i.state().toLowerCase(Locale.ROOT)),
                badge("idle", "playbook " + i.playbook()))));
    page.table(
        "incident",
        List.of("Incident", "As of", "Taken by"),
        List.of(List.of(code(i.id()), plain(Times.MINUTE.format(file.at())), plain(file.by()))),
        "");
    page.heading(2, "Summary");
    page.paragraph("summary", plain(new Summary(file).text()));
  }

  private void keyTimes(Html page) {
    page.heading(2, "Key times");
    Instant first = file.incident().firstAlertAt();
    page.table(
        "times",
        List.of("Event", "Time (UTC)", "After the first alert", "Taken from"),
        Milestone.of(file).stream()
            .map(
                m ->
                    List.of(
                        plain(m.name()),
                        m.at().map(t -> time(Times.EXACT.format(t))).orElse(plain("\u2013")),
                        m.at().map(t -> plain(Spans.of(first, t))).orElse(plain("\u2013")),
                        plain(m.how())))
            .toList(),
        "");
  }

  private void functions(Html page) {
    page.heading(2, "Phases by NIST SP 800-61r3 (CSF 2.0 functions)");
    Map<Csf, List<Moment>> by =
        Moment.of(file.entries()).stream()
            .collect(Collectors.groupingBy(Moment::function, TreeMap::new, Collectors.toList()));
    page.table(
        "functions",
        List.of("Function", "Category", "From (UTC)", "Until (UTC)", "Entries"),
        by.entrySet().stream()
            .map(
                e ->
                    List.of(
                        plain(e.getKey().function()),
                        plain(e.getKey().category()),
                        time(Times.EXACT.format(e.getValue().get(0).at())),
                        time(Times.EXACT.format(e.getValue().get(e.getValue().size() - 1).at())),
                        plain(e.getValue().size())))
            .toList(),
        "");
  }

  private void controls(Html page) {
    page.heading(2, "Controls that this bundle gives evidence for");
    page.table(
        "controls",
        List.of("Framework", "Control", "What shows it", "Where"),
        controls.stream()
            .map(
                c ->
                    List.of(
                        plain(c.framework()),
                        note(plain(c.id()), c.demand()),
                        plain(c.shown()),
                        code(c.files())))
            .toList(),
        "No controls are configured.");
  }

  private void timeline(Html page) {
    page.heading(2, "Timeline");
    // Which nodes a playbook passed is for machines.
    List<Moment> all =
        Moment.of(file.entries()).stream().filter(m -> !m.kind().equals("run.advanced")).toList();
    List<Moment> shown = all.stream().limit(MOST_MOMENTS).toList();
    page.table(
        "timeline",
        List.of("Time (UTC)", "Who", "What", "Entry"),
        shown.stream()
            .map(
                m ->
                    List.of(
                        time(Times.EXACT.format(m.at())),
                        m.person()
                            ? new Markup("<b>" + plain(m.who()).text() + "</b>")
                            : plain(m.who()),
                        plain(m.words()),
                        plain(m.seq())))
            .toList(),
        "");
    more(page, all.size() - shown.size(), "timeline.json");
  }

  private void integrity(Html page) {
    page.heading(2, "How this can be checked");
    page.paragraph(
        "note",
        plain(
            "Each entry of the timeline is a leaf of a Merkle tree (RFC 9162) over the whole audit"
                + " trail; audit/entries.jsonl holds the proof that leads to the head below. The"
                + " archive\u2019s manifest has the SHA-256 of every file and is signed with the"
                + " same key. firebreak-verifier.jar checks all of it without a server; README.txt"
                + " has the command. A head that was signed later cannot change what this one"
                + " covers."));
    page.table(
        "proof",
        List.of("Head over", "Signed at (UTC)", "Root", "Key"),
        List.of(
            List.of(
                plain(file.head().size() + " entries"),
                time(Times.EXACT.format(file.head().at())),
                code(file.head().root()),
                code(file.head().key()))),
        "");
  }

  static void more(Html page, long left, String where) {
    if (left > 0) {
      page.paragraph("note", plain(left + " more are in " + where + "."));
    }
  }
}
