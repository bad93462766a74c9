package dev.firebreak.evidence;

import dev.firebreak.action.ActionRow;
import dev.firebreak.connector.Effect;
import dev.firebreak.incident.Incidents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What happened, in some sentences. */
record Summary(CaseFile file) {
  /** Attributes of alerts in which sources say what could be lost, or is moved. */
  private static final Pattern VALUE =
      Pattern.compile("(exposure|amount|value|balance)_(usd|eur|gbp|krw)(_per_second)?");

  String text() {
    return String.join(" ", opening(), decision(), containment(), people(), value());
  }

  private String opening() {
    Incidents.Incident i = file.incident();
    return "The first of "
        + counted(i.alertCount(), "alert")
        + (i.duplicateCount() == 0 ? "" : " (and " + counted(i.duplicateCount(), "repeat") + ")")
        + " came from "
        + i.context().source()
        + " by the rule "
        + i.context().rule()
        + ".";
  }

  private String decision() {
    return file.runs().isEmpty()
        ? "No playbook ran; the incident was left to people."
        : "Triage chose the playbook "
            + file.incident().playbook()
            + " with priority "
            + file.incident().priority()
            + ".";
  }

  private String containment() {
    long asked = count(r -> r.effect() == Effect.CONTAIN && !r.rehearsed());
    if (asked == 0) {
      return "No containing action was requested.";
    }
    long unsure = holding(ActionRow.Containment.UNKNOWN) + holding(ActionRow.Containment.APPLIED);
    return "Of "
        + counted(asked, "containing action")
        + ", carried out and read back in force: "
        + count(r -> r.effect() == Effect.CONTAIN && r.state() == ActionRow.State.CONFIRMED)
        + ". Now in force: "
        + holding(ActionRow.Containment.CONFIRMED)
        + ", lifted: "
        + holding(ActionRow.Containment.LIFTED)
        + ", not holding: "
        + holding(ActionRow.Containment.NOT_HOLDING)
        + ", uncertain: "
        + unsure
        + ".";
  }

  private long count(Predicate<ActionRow> which) {
    return file.actions().stream().filter(which).count();
  }

  private long holding(ActionRow.Containment state) {
    return count(r -> r.containment().filter(c -> c == state).isPresent());
  }

  private String people() {
    List<String> people =
        Moment.of(file.entries()).stream()
            .filter(m -> m.person() && !m.kind().equals("evidence.taken"))
            .map(Moment::who)
            .distinct()
            .toList();
    return "People who acted: " + (people.isEmpty() ? "none" : String.join(", ", people)) + ".";
  }

  private String value() {
    Map<String, String> known = new LinkedHashMap<>();
    file.alerts()
        .forEach(
            a ->
                a.alert()
                    .attributes()
                    .forEach(
                        (k, v) -> {
                          if (VALUE.matcher(k).matches()) {
                            known.putIfAbsent(k, v);
                          }
                        }));
    return known.isEmpty()
        ? "No alert said what value was at stake."
        : "Value at stake, as alerts said: "
            + known.entrySet().stream()
                .map(e -> e.getKey().replace('_', ' ') + " " + e.getValue())
                .collect(Collectors.joining(", "))
            + ".";
  }

  private static String counted(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
