package dev.firebreak.metrics;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How actions that were requested within a window ended, for each connector and action. */
public final class ActionOutcomes {
  private static final String OUTCOME =
      """
      case when state in ('CONFIRMED', 'DONE') then 'done'
           when state in ('WAITING', 'REQUESTED', 'APPLIED', 'UNKNOWN') then 'under-way'
           else lower(state) end\
      """;

  private static final String SQL =
      """
      with asked as (
        select topic, %s as outcome, %s as bucket,
          case when state in ('CONFIRMED', 'DONE')
            then extract(epoch from ended_at - requested_at)::float8 end as seconds
        from action where requested_at >= :from and requested_at < :to and not rehearsed
      )
      select topic, outcome, bucket, count(*) as n,
        percentile_cont(array[0.5, 0.9, 0.99]) within group (order by seconds) as seconds
      from asked group by grouping sets ((topic, outcome), (topic, outcome, bucket))
      order by topic, outcome, bucket nulls first
      """
          .formatted(OUTCOME, Counting.BUCKET.formatted("requested_at"));

  private final Counting counting;

  public ActionOutcomes(Database database) {
    this.counting = new Counting(database);
  }

  /**
   * @param topic {@code connector.action}
   * @param outcome {@code done}, {@code under-way}, {@code refused}, {@code failed}, {@code
   *     unresolved} or {@code withdrawn}
   * @param at the bucket's beginning; empty for the whole window
   * @param seconds from the request to the end, approvals included; zero unless done
   */
  public record Counted(
      String topic, String outcome, Optional<Instant> at, long count, Percentiles seconds) {}

  public List<Counted> within(Window window) {
    return counting.count(
        SQL,
        window,
        (r, c) ->
            new Counted(
                r.getString("topic"),
                r.getString("outcome"),
                Rows.maybeInstant(r, "bucket"),
                r.getLong("n"),
                Counting.percentiles(r, "seconds")));
  }
}
