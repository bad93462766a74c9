package dev.firebreak.evidence;

import static dev.firebreak.evidence.Html.badge;
import static dev.firebreak.evidence.Html.note;
import static dev.firebreak.evidence.Html.plain;
import static dev.firebreak.evidence.Html.time;

import dev.firebreak.evidence.Html.Markup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Regulators' deadlines. */
record ReportOfClocks(CaseFile file) {

  void clocks(Html page) {
    page.heading(2, "Regulators\u2019 clocks");
    page.paragraph(
        "note",
        plain(
            "Deadlines by the file playbooks/regulators.yaml. The incident counts as known from its"
                + " first alert unless a person marked another time; whether a regulation applies,"
                + " and whether an incident has to be reported, is for people to decide."));
    page.table(
        "clocks",
        List.of("Report", "Due", "State", "Counts from", "Legal source"),
        clockRows(),
        "No deadlines are configured.");
  }

  /** To whom a regulation applies is said once, with the first of its reports. */
  private List<List<Markup>> clockRows() {
    Set<String> said = new HashSet<>();
    return file.clocks().stream()
        .map(c -> clock(c, said.add(c.regulation()) ? c.applies() : ""))
        .toList();
  }

  private List<Markup> clock(RegulatorClock c, String applies) {
    return List.of(
        note(
            new Markup("<b>" + plain(c.regulation()).text() + "</b> " + plain(c.report()).text()),
            "to " + c.to()),
        note(
            time(c.dueAt().map(Times.MINUTE::format).orElse("\u2013")),
            c.provisional() ? "at the latest: the report before it is not made yet" : ""),
        clockState(c),
        note(
            plain(c.limit()), c.startedAt().map(t -> "since " + Times.MINUTE.format(t)).orElse("")),
        note(plain(c.source()), applies));
  }

  private Markup clockState(RegulatorClock c) {
    String left =
        c.dueAt().map(d -> Spans.between(Duration.between(file.at(), d).abs())).orElse("");
    return switch (c.state()) {
      case WAITING -> badge("idle", "not begun");
      case RUNNING -> note(badge("warn", "running"), left + " left");
      case PASSED -> note(badge("alarm", "passed"), left + " ago, no report marked");
      case DONE -> note(badge("good", "reported"), at(c.doneAt()));
      case DONE_LATE -> note(badge("alarm", "reported late"), at(c.doneAt()));
    };
  }

  private static String at(Optional<Instant> when) {
    return when.map(Times.MINUTE::format).orElse("");
  }
}
