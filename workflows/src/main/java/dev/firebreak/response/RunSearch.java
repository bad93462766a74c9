package dev.firebreak.response;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import dev.firebreak.store.Search;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds runs, at a cost that does not grow with how many there ever were. */
public final class RunSearch {
  private final Database database;

  public RunSearch(Database database) {
    this.database = database;
  }

  /**
   * What is looked for; all that is given has to fit.
   *
   * @param state as in {@link Runs.Run}
   * @param before started before this: the next page
   */
  public record Query(
      Optional<String> state, Optional<String> playbook, Optional<Instant> before) {}

  /** Newest first. */
  public List<Runs.Run> find(Query q, int limit) {
    return database.read(
        h ->
            new Search("select * from run")
                .where("state = :state", "state", q.state())
                .where("playbook = :playbook", "playbook", q.playbook())
                .where("started_at < :before", "before", q.before().map(Rows::at))
                .list(h, "order by started_at desc", limit, (r, c) -> Runs.run(r)));
  }
}
