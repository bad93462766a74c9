package dev.firebreak.action;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * How many containments an hour may run without a person. Beyond that each is asked for: many
 * forged alerts must not stop the exchange. Counted over all nodes. Safe for all threads.
 */
public final class HourlyCap {
  private static final Duration HOUR = Duration.ofHours(1);

  /** So near to the cap, requests wait for each other, so that none slips past uncounted. */
  private static final int NEAR = 32;

  private static final long LOCK = 0x4669_7265_4361_7020L;

  private final Database database;
  private final Clock clock;
  private final int most;

  /**
   * @param most an hour; 0 for no cap
   */
  public HourlyCap(Database database, Clock clock, int most) {
    if (most < 0) {
      throw new IllegalArgumentException("containments an hour must be 0 or more, got " + most);
    }
    this.database = database;
    this.clock = clock;
    this.most = most;
  }

  /**
   * How many more may run without a person now. Asked inside the transaction that then requests
   * them; near the cap, other requests wait until it has ended.
   */
  int room() {
    if (most == 0) {
      return Integer.MAX_VALUE;
    }
    return database.inTransaction(
        h -> {
          int left = most - contained(h);
          if (left > NEAR) {
            return left;
          }
          h.createQuery("select 1 from (select pg_advisory_xact_lock(:l)) locked")
              .bind("l", LOCK)
              .mapTo(Integer.class)
              .one();
          return Math.max(0, most - contained(h));
        });
  }

  private int contained(Handle h) {
    return h.createQuery(
            "select count(*) from (select 1 from action where effect = 'CONTAIN' and requested_at > :since"
                + " limit :most) counted")
        .bind("since", Rows.at(clock.instant().minus(HOUR)))
        .bind("most", most)
        .mapTo(Integer.class)
        .one();
  }

  /** For the question that is asked instead. */
  String reason() {
    return "more than " + most + " containments were asked for within an hour";
  }
}
