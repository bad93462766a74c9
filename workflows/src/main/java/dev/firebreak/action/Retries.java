package dev.firebreak.action;

import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Action;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes actions up again: after a crash, from a node that is gone, or because a person says so. */
public final class Retries {
  private static final Duration LOST = Duration.ofSeconds(20);

  private final Database database;
  private final ActionTable actions;
  private final Dispatcher dispatcher;
  private final Audit audit;
  private final Clock clock;
  private final String node;

  public Retries(
      Database database,
      ActionTable actions,
      Dispatcher dispatcher,
      Audit audit,
      Clock clock,
      String node) {
    this.database = database;
    this.actions = actions;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.clock = clock;
    this.node = node;
  }

  /**
   * Takes over what a node had under way: this one's former self at a start, or one that is gone.
   *
   * @return how many actions
   */
  public int takeOver(String from) {
    List<ActionRow> rows =
        actions.takeOver(from, node, clock.instant().plus(Action.DEFAULT_DEADLINE));
    rows.forEach(dispatcher::recover);
    return rows.size();
  }

  /**
   * Finds what is past its deadline and nobody works on: takes it up, so that it ends where people
   * see it.
   */
  public int sweep() {
    List<ActionRow> lost =
        actions.overdue(clock.instant().minus(LOST)).stream()
            .filter(r -> r.owner().equals(node) && !dispatcher.worksOn(r.id()))
            .toList();
    lost.forEach(dispatcher::recover);
    return lost.size();
  }

  /** Opens a failed action that its run still waits for. */
  public Optional<ActionRow> retry(String id, String by) {
    return database.inTransaction(
        h -> {
          Optional<ActionRow> row =
              actions
                  .lock(id)
                  .filter(r -> r.step().isPresent() && r.state().over() && wentWrong(r));
          if (row.isEmpty()) {
            return Optional.empty();
          }
          ActionRow failed = row.get();
          boolean maybeSent = failed.state() == ActionRow.State.UNRESOLVED;
          Duration allowed = Duration.between(failed.requestedAt(), failed.deadline());
          Instant deadline =
              clock
                  .instant()
                  .plus(
                      allowed.compareTo(Duration.ofMinutes(1)) < 0
                          ? Duration.ofMinutes(1)
                          : allowed);
          actions.release(id, failed.state(), node, deadline, Optional.empty());
          Map<String, Object> facts = new LinkedHashMap<>(Requests.facts(failed));
          facts.put("by", by);
          audit.record(by, "action.retried", Optional.of(failed.incident()), facts);
          ActionRow open = actions.find(id).orElseThrow();
          database.afterCommit(
              () -> {
                if (maybeSent) {
                  dispatcher.recover(open);
                } else {
                  dispatcher.submit(open);
                }
              });
          return Optional.of(open);
        });
  }

  /**
   * What people or policy refused stays refused, and what was never put to them cannot be tried
   * past them.
   */
  private static boolean wentWrong(ActionRow row) {
    return row.error()
        .filter(
            e ->
                e.code() == ActionRow.Failure.Code.UNAVAILABLE
                    || e.code() == ActionRow.Failure.Code.REFUSED)
        .isPresent();
  }
}
