package dev.firebreak.connector.edl;

import dev.firebreak.connector.Call;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads back. That a value is on a list is known here; that firewalls enforce it is not, and cannot
 * be before they have fetched the list, which is the least that is waited for.
 *
 * @param whenFetched whether a fetch is waited for
 */
record Confirmation(Lists lists, boolean whenFetched) {
  /**
   * A fetch that began before the value came may be noted after it, and nodes' clocks differ a
   * little.
   */
  private static final Duration SLACK = Duration.ofSeconds(10);

  <I extends Record & Listed> Observation listed(Call<I> call) {
    Feed feed = call.input().feed();
    Optional<Entries.Entry> entry = lists.find(feed, call.input().value());
    if (entry.isEmpty()) {
      return Observation.absent("not on the list '" + feed.key() + "'");
    }
    Instant added = entry.get().addedAt();
    String since = "on the list '" + feed.key() + "' since " + seconds(added);
    if (!whenFetched) {
      return Observation.holds(since + "; whether firewalls fetched it is not waited for");
    }
    return lists.isFetched(feed) || fetchedAfter(feed, added)
        ? Observation.holds(since + ", and a firewall has fetched it")
        : Observation.pending(since + ", but " + notFetched(feed));
  }

  <I extends Record & Listed> Observation notListed(Call<I> call) {
    Feed feed = call.input().feed();
    if (lists.find(feed, call.input().value()).isPresent()) {
      return Observation.absent("on the list '" + feed.key() + "'");
    }
    String gone = "not on the list '" + feed.key() + "'";
    return !whenFetched || lists.isFetched(feed)
        ? Observation.holds(gone)
        : Observation.pending(gone + ", but " + notFetched(feed));
  }

  private boolean fetchedAfter(Feed feed, Instant added) {
    return lists.lastFetch(feed).filter(f -> f.isAfter(added.plus(SLACK))).isPresent();
  }

  private String notFetched(Feed feed) {
    return lists
        .lastFetch(feed)
        .map(f -> "no firewall has fetched the list as it is now, only as it was " + seconds(f))
        .orElse("no firewall has ever fetched the list");
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
