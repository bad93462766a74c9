package dev.firebreak.evidence;

import static dev.firebreak.evidence.Html.lines;
import static dev.firebreak.evidence.Html.note;
import static dev.firebreak.evidence.Html.plain;
import static dev.firebreak.evidence.Html.time;

import dev.firebreak.intake.Inbox;
import java.util.List;
import java.util.Locale;

/** What was reported, and the attack it tells of. */
record ReportOfAlerts(CaseFile file) {
  private static final int MOST_ALERTS = 50;

  void attackPath(Html page) {
    page.heading(2, "Attack path (MITRE ATT&CK)");
    page.table(
        "attack",
        List.of("First seen (UTC)", "Tactic", "Technique", "Rule", "Targets"),
        AttackStep.of(file.alerts()).stream()
            .limit(Report.MOST_ROWS)
            .map(
                s ->
                    List.of(
                        time(Times.EXACT.format(s.firstSeen())),
                        plain(s.tactic()),
                        plain(s.technique()),
                        plain(s.rule()),
                        lines(s.targets().stream().map(Html::code).toList())))
            .toList(),
        "No alert named a tactic or technique.");
    if (file.alertCount() > file.alerts().size()) {
      page.paragraph(
          "note",
          plain(
              "Made of the first "
                  + file.alerts().size()
                  + " alerts; all "
                  + file.alertCount()
                  + " are in alerts.json."));
    }
  }

  void alerts(Html page) {
    page.heading(2, "Alerts");
    List<Inbox.Stored> shown = file.alerts().stream().limit(MOST_ALERTS).toList();
    page.table(
        "alerts",
        List.of("Received (UTC)", "Source", "Severity", "Alert", "Became"),
        shown.stream()
            .map(
                a ->
                    List.of(
                        time(Times.EXACT.format(a.receivedAt())),
                        plain(a.source()),
                        plain(a.alert().severity().key()),
                        note(
                            plain(a.alert().title()),
                            "rule " + a.alert().rule() + ", uid " + a.alert().uid()),
                        plain(a.state().toLowerCase(Locale.ROOT))))
            .toList(),
        "There are none.");
    Report.more(page, file.alertCount() - shown.size(), "alerts.json");
    if (file.messages().leftOut() > 0) {
      page.paragraph("note", plain(file.messages().words()));
    }
  }
}
