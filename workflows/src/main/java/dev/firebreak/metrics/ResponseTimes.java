package dev.firebreak.metrics;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long incidents that opened within a window took to get somewhere, each stage measured from
 * their first alert's arrival: {@code decide} (triage chose), {@code acknowledge} (a person did
 * something about it), {@code contain} (a vendor accepted the first containment), {@code confirm}
 * (the first containment was read back in force). An incident that has not reached a stage does not
 * count in it.
 */
public final class ResponseTimes {
  /** In the order in which they are usually reached. */
  public static final List<String> STAGES = List.of("decide", "contain", "confirm", "acknowledge");

  private static final String SQL =
      """
      with opened as (
        select id, playbook, first_alert_at, opened_at from incident
        where opened_at >= :from and opened_at < :to
      ), reached as (
        select o.playbook, s.stage, %s as bucket, extract(epoch from s.at - o.first_alert_at)::float8 as seconds
        from opened o cross join lateral (values
          ('decide', o.opened_at),
          ('contain', (select min(a.applied_at) from action a
             where a.incident = o.id and a.effect = 'CONTAIN' and not a.rehearsed and a.lifts is null)),
          ('confirm', (select min(a.ended_at) from action a
             where a.incident = o.id and a.effect = 'CONTAIN' and a.state = 'CONFIRMED' and not a.rehearsed
               and a.lifts is null)),
          ('acknowledge', (select u.at from audit u
             where u.incident = o.id and (u.actor like 'person:%%' or u.actor like 'oidc:%%')
             order by u.seq limit 1))
        ) s(stage, at)
        where s.at is not null
      )
      select playbook, stage, bucket, count(*) as n,
        percentile_cont(array[0.5, 0.9, 0.99]) within group (order by greatest(seconds, 0)) as seconds
      from reached
      group by grouping sets ((stage), (stage, bucket), (playbook, stage), (playbook, stage, bucket))
      order by playbook nulls first, stage, bucket nulls first
      """
          .formatted(Counting.BUCKET.formatted("o.opened_at"));

  private final Counting counting;

  public ResponseTimes(Database database) {
    this.counting = new Counting(database);
  }

  /**
   * What one stage took.
   *
   * @param playbook that triage chose; empty for all together
   * @param at the bucket's beginning; empty for the whole window
   * @param count incidents that reached the stage
   */
  public record Measured(
      Optional<String> playbook,
      String stage,
      Optional<Instant> at,
      long count,
      Percentiles seconds) {}

  /** Totals before their buckets; buckets without incidents are left out. */
  public List<Measured> within(Window window) {
    return counting.count(
        SQL,
        window,
        (r, c) ->
            new Measured(
                Rows.maybe(r, "playbook"),
                r.getString("stage"),
                Rows.maybeInstant(r, "bucket"),
                r.getLong("n"),
                Counting.percentiles(r, "seconds")));
  }
}
