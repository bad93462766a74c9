package dev.firebreak.alert.splunk;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The envelope of Splunk's webhook action around one row.
 *
 * @param sid the search job's id
 * @param searchName the saved search; empty for an ad hoc one
 * @param link to the results in Splunk Web
 * @param owner the saved search's owner
 * @param app the saved search's app
 * @param row the first result
 */
record SearchAlert(
    Optional<String> sid,
    Optional<String> searchName,
    Optional<String> link,
    Optional<String> owner,
    Optional<String> app,
    Row row) {
  private static final int MAX_ROW_ATTRIBUTES = 48;

  static SearchAlert read(JsonBody body) throws UnusableAlert {
    Row row = Row.read(body.members("/result"));
    if (row.isEmpty()) {
      throw new UnusableAlert("/result", "is missing or empty; expected the search's first row");
    }
    return new SearchAlert(
        body.text("/sid", 400),
        body.text("/search_name", 512),
        body.text("/results_link", 2_000),
        body.text("/owner", 200),
        body.text("/app", 200),
        row);
  }

  Alert toAlert() {
    String rule = rule();
    Alert.Builder alert =
        Alert.builder(uid(), rule)
            .title(JsonBody.bounded(row.first(List.of("rule_title", "title")).orElse(rule), 1_000))
            .description(row.first(List.of("rule_description", "description", "message")))
            .severity(row.severity())
            .disposition(isClosed() ? Disposition.RESOLVED : Disposition.FIRING)
            .occurredAt(row.time());
    row.addTargets(alert);
    row.addAttacks(alert);
    row.addObservables(alert);
    row.attributes(MAX_ROW_ATTRIBUTES).forEach(alert::attribute);
    Map.of("sid", sid, "search_name", searchName, "results_link", link, "owner", owner, "app", app)
        .forEach((name, value) -> value.ifPresent(v -> alert.attribute("splunk_" + name, v)));
    return alert.build();
  }

  private String rule() {
    return row.first(List.of("rule_name"))
        .or(() -> searchName)
        .or(() -> row.first(List.of("search_name", "source", "rule_title")))
        .map(r -> JsonBody.bounded(r, 512))
        .orElse("Splunk search");
  }

  /**
   * A notable's event_id stays the same in each of its notifications; an ordinary row has no id, so
   * the job's id and a hash of the row stand for it.
   */
  private String uid() {
    return notableId().orElseGet(() -> sid.map(s -> s + "/").orElse("") + row.fingerprint());
  }

  private Optional<String> notableId() {
    return row.first(List.of("event_id", "rule_id"))
        .filter(id -> id.contains("@@notable@@") && id.length() <= 512);
  }

  /** Enterprise Security's own end states, 4 and 5 where the label is missing. */
  private boolean isClosed() {
    String status =
        row.first(List.of("status_label", "status")).orElse("").strip().toLowerCase(Locale.ROOT);
    return notableId().isPresent() && List.of("closed", "resolved", "4", "5").contains(status);
  }
}
