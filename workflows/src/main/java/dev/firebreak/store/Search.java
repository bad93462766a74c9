package dev.firebreak.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * A query put together of the conditions somebody gave. The conditions' SQL is fixed where they are
 * written; what people typed is only ever bound. Ends with {@link TooMuch} after {@link
 * TooMuch#SECONDS}.
 */
public final class Search {
  private static final int MOST_WORDS = 8;

  private final String select;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * @param select up to and without {@code where}
   */
  public Search(String select) {
    this.select = select;
  }

  /**
   * Adds a condition where there is a value for it; {@code condition} names it as {@code :name}.
   */
  public Search where(String condition, String name, Optional<?> value) {
    value.ifPresent(
        v -> {
          conditions.add(condition);
          values.put(name, v);
        });
    return this;
  }

  /** Runs it; {@code order} is the rest of the statement, without a limit. */
  public <T> List<T> list(Handle handle, String order, int limit, RowMapper<T> mapper) {
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    try {
      return handle
          .createQuery(select + where + " " + order + " limit :most")
          .setQueryTimeout(TooMuch.SECONDS)
          .bindMap(values)
          .bind("most", limit)
          .map(mapper)
          .list();
    } catch (JdbiException e) {
      throw TooMuch.of(
          e,
          "The search took too long and was ended. Narrow it down: fewer days, or a longer word.");
    }
  }

  /**
   * What PostgreSQL's text search takes, of what a person typed: all words, the last letters of
   * each may be missing; empty where there is no word.
   */
  public static Optional<String> words(String typed) {
    return Optional.of(
            Stream.of(typed.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(w -> !w.isEmpty())
                .limit(MOST_WORDS)
                .map(w -> w + ":*")
                .collect(Collectors.joining(" & ")))
        .filter(q -> !q.isEmpty());
  }
}
