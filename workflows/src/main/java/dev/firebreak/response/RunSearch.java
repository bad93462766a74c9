package dev.firebreak.response;

import dev.firebreak.incident.IncidentSearch;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import dev.firebreak.store.Search;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Finds runs, at a cost that does not grow with how many there ever were. */
public final class RunSearch {
  private static final String OF_THE_INCIDENT =
      "incident in (" + IncidentSearch.IDS_WITH_WORDS + ")";

  /** As in V20__run_search.sql; PostgreSQL uses its index only for the same words. */
  private static final String OF_THE_RUN =
      "to_tsvector('simple'::regconfig, regexp_replace(playbook || ' ' || id, '[^[:alnum:]]+', ' ',"
          + " 'g')) @@ to_tsquery('simple', :words)";

  private final Database database;

  public RunSearch(Database database) {
    this.database = database;
  }

  /**
   * What is looked for; all that is given has to fit.
   *
   * @param state as in {@link Runs.Run}
   * @param text words of the incident's title, rule, targets or id, or of the playbook and the
   *     run's id
   * @param from started then or later
   * @param before started before this: the end of a time range, or the next page
   */
  public record Query(
      Optional<String> state,
      Optional<String> playbook,
      Optional<String> text,
      Optional<Instant> from,
      Optional<Instant> before) {
    /** All in a state. */
    public static Query inState(String state) {
      return new Query(
          Optional.of(state),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** Newest first. */
  public List<Runs.Run> find(Query q, int limit) {
    Optional<String> words = q.text().flatMap(Search::words);
    return database.read(
        h ->
            words.isEmpty()
                ? list(h, q, OF_THE_RUN, words, limit)
                : Stream.of(OF_THE_INCIDENT, OF_THE_RUN)
                    .flatMap(where -> list(h, q, where, words, limit).stream())
                    .distinct()
                    .sorted(Comparator.comparing(Runs.Run::startedAt).reversed())
                    .limit(limit)
                    .toList());
  }

  /** One index at a time: PostgreSQL would read every run for either of two conditions. */
  private static List<Runs.Run> list(
      Handle h, Query q, String where, Optional<String> words, int limit) {
    return new Search("select * from run")
        .where("state = :state", "state", q.state())
        .where("playbook = :playbook", "playbook", q.playbook())
        .where(where, "words", words)
        .where("started_at >= :from", "from", q.from().map(Rows::at))
        .where("started_at < :before", "before", q.before().map(Rows::at))
        .list(h, "order by started_at desc", limit, (r, c) -> Runs.run(r));
  }
}
