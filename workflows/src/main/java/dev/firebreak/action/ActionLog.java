package dev.firebreak.action;

import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.Exchange;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what happens to actions on their way. */
public final class ActionLog implements Dispatcher.Progress {
  private final Database database;
  private final ActionTable actions;
  private final Audit audit;
  private final Clock clock;

  public ActionLog(Database database, ActionTable actions, Audit audit, Clock clock) {
    this.database = database;
    this.actions = actions;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Optional<ActionRow> find(String id) {
    return actions.find(id);
  }

  @Override
  public void applied(
      ActionRow row, int attempts, Observation seen, Instant at, List<Exchange> exchanges) {
    Map<String, Object> facts = facts(row, attempts, exchanges);
    facts.put("detail", seen.detail());
    write(
        "action.applied",
        row,
        ActionRow.State.APPLIED,
        attempts,
        Optional.of(seen.detail()),
        Optional.of(at),
        facts);
  }

  @Override
  public void unknown(ActionRow row, int attempts, String reason, List<Exchange> exchanges) {
    Map<String, Object> facts = facts(row, attempts, exchanges);
    facts.put("reason", reason);
    write(
        "action.unknown",
        row,
        ActionRow.State.UNKNOWN,
        attempts,
        Optional.of(reason),
        Optional.empty(),
        facts);
  }

  @Override
  public void retrying(
      ActionRow row, int attempts, String reason, Duration pause, List<Exchange> exchanges) {
    Map<String, Object> facts = facts(row, attempts, exchanges);
    facts.put("reason", reason);
    facts.put("at", clock.instant().plus(pause).toString());
    audit.record("action.retrying", row.incident(), facts);
  }

  private void write(
      String kind,
      ActionRow row,
      ActionRow.State state,
      int attempts,
      Optional<String> detail,
      Optional<Instant> applied,
      Map<String, Object> facts) {
    database.inTransaction(
        h -> {
          actions.progress(row.id(), state, attempts, detail, applied);
          audit.record(kind, row.incident(), facts);
          return true;
        });
  }

  private static Map<String, Object> facts(ActionRow row, int attempts, List<Exchange> exchanges) {
    Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(row));
    facts.put("attempt", attempts);
    if (!exchanges.isEmpty()) {
      facts.put("exchanges", exchanges);
    }
    return facts;
  }
}
