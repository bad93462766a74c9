package dev.firebreak.metrics;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What sources sent, and what became of it: how much of it was noise. */
public final class AlertVolume {
  private static final String SQL =
      """
      select source, %1$s as bucket, state, count(*) as n from alert
        where received_at >= :from and received_at < :to group by 1, 2, 3
      union all
      select source, %1$s as bucket, 'KEPT_ASIDE', count(*) from message
        where received_at >= :from and received_at < :to and state = 'KEPT_ASIDE' group by 1, 2
      order by source, bucket, state
      """
          .formatted(Counting.BUCKET.formatted("received_at"));

  private final Counting counting;

  public AlertVolume(Database database) {
    this.counting = new Counting(database);
  }

  /**
   * @param fate {@code opened} an incident, {@code joined} one, {@code duplicate}, {@code noted}
   *     (test and resolved findings), {@code new} (waits), {@code kept-aside} (a message that could
   *     not be read)
   */
  public record Counted(String source, Instant at, String fate, long count) {}

  public List<Counted> within(Window window) {
    return counting.count(
        SQL,
        window,
        (r, c) ->
            new Counted(
                r.getString("source"),
                Rows.instant(r, "bucket"),
                r.getString("state").toLowerCase(Locale.ROOT).replace('_', '-'),
                r.getLong("n")));
  }
}
