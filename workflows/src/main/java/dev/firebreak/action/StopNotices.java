package dev.firebreak.action;

import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Effect;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Tells people of a stop and of its end, once in each channel where approvals are announced. These
 * messages are the one thing a stop lets out: each is an ordinary action of the incident that the
 * stop opened, so policy, retries and audit cover it. Safe for all threads and nodes.
 */
public final class StopNotices {
  private static final String NODE = "stop-notice";

  private final Database database;
  private final Requests requests;
  private final List<Announcements.Channel> channels;
  private final Function<UUID, Optional<UUID>> incidentOf;
  private final String url;

  /**
   * @param incidentOf the incident of an alert; empty as long as there is none
   * @param url under which people open Firebreak
   */
  public StopNotices(
      Database database,
      Requests requests,
      List<Announcements.Channel> channels,
      Function<UUID, Optional<UUID>> incidentOf,
      String url) {
    this.database = database;
    this.requests = requests;
    this.channels = List.copyOf(channels);
    this.incidentOf = incidentOf;
    this.url = url.replaceAll("/+$", "");
  }

  /** Only {@link #sweep} makes such actions: a playbook's has a run, a person's another name. */
  static boolean isOne(ActionRow row) {
    return row.effect() == Effect.NOTIFY && row.run().isEmpty() && row.nodeId().equals(NODE);
  }

  private record Stop(
      UUID id,
      Optional<UUID> alert,
      StopSwitch.Stopped began,
      Optional<StopSwitch.Stopped> ended,
      boolean told) {
    static Stop of(ResultSet r) throws SQLException {
      Optional<Instant> end = Rows.maybeInstant(r, "off_at");
      StopSwitch.Stopped began =
          new StopSwitch.Stopped(
              r.getString("on_by"), Rows.instant(r, "on_at"), r.getString("reason"));
      String by = r.getString("off_by");
      String why = r.getString("off_reason");
      return new Stop(
          Rows.uuid(r, "id"),
          Rows.maybeUuid(r, "alert"),
          began,
          end.map(at -> new StopSwitch.Stopped(by, at, why)),
          r.getBoolean("told"));
    }
  }

  /** Tells what was not told yet. Called at intervals; done again it changes nothing. */
  public void sweep() {
    while (database.inTransaction(this::tellNext)) {
      // One a transaction, so that what cannot be told holds nothing else up for long.
    }
  }

  /** The row is held until its messages are requested: two nodes never both request them. */
  private boolean tellNext(Handle h) {
    Optional<Stop> next =
        h.createQuery(
                "select * from stop where not told or (off_at is not null and not end_told) order"
                    + " by on_at limit 1 for update skip locked")
            .map((r, c) -> Stop.of(r))
            .findOne();
    Optional<UUID> incident = next.flatMap(Stop::alert).flatMap(incidentOf);
    if (next.isEmpty() || (incident.isEmpty() && !channels.isEmpty())) {
      return false;
    }
    Stop stop = next.get();
    if (!channels.isEmpty()) {
      request(incident.orElseThrow(), stop);
    }
    h.createUpdate("update stop set told = true, end_told = :ended where id = :id")
        .bind("ended", stop.told())
        .bind("id", stop.id())
        .execute();
    return true;
  }

  private void request(UUID incident, Stop stop) {
    Requests.Cause cause =
        new Requests.Cause(
            incident, Severity.HIGH, true, "manual", "manual", List.of(Audit.SYSTEM), false);
    requests.request(cause, channels.stream().map(c -> ask(stop, c)).toList());
  }

  private Requests.Ask ask(Stop stop, Announcements.Channel channel) {
    String subject =
        stop.told() ? "Outgoing actions go out again" : "All outgoing actions are stopped";
    String text = stop.told() ? over(stop) : began(stop);
    Map<String, Object> inputs =
        channel.isMail()
            ? Map.of("to", channel.to(), "subject", subject, "text", text)
            : Map.of("channel", channel.to().get(0), "text", text);
    return new Requests.Ask(
        Optional.empty(),
        Optional.empty(),
        NODE,
        stop.told() ? 1 : 0,
        channel.tells(),
        inputs,
        Optional.empty());
  }

  private String began(Stop stop) {
    return "Firebreak: "
        + stop.began().sentence()
        + ". Nothing is contained, lifted or told any more, but for notices such as this one, until"
        + " somebody else lets it go on.\n"
        + url;
  }

  private String over(Stop stop) {
    StopSwitch.Stopped end = stop.ended().orElseThrow();
    return "Firebreak: outgoing actions go out again since "
        + end.at()
        + ", let go by "
        + end.by()
        + ": "
        + end.reason()
        + ". They were stopped by "
        + stop.began().by()
        + " at "
        + stop.began().at()
        + ". What was held goes on where its deadline is not over.\n"
        + url;
  }
}
