package dev.firebreak.store;

import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/**
 * A search took too long and was ended, so that looking does not take from those who contain.
 *
 * @see #of
 */
public final class TooMuch extends RuntimeException {
  /** How long somebody's search may take, in seconds. */
  public static final int SECONDS = 3;

  /** https://www.postgresql.org/docs/current/errcodes-appendix.html: query_canceled. */
  private static final String CANCELLED = "57014";

  private TooMuch(Throwable cause) {
    super(
        "The search took too long and was ended. Narrow it down: fewer days, or a longer word.",
        cause);
  }

  /** What a failed statement means: too much, if it was ended for its time. */
  public static Optional<TooMuch> of(JdbiException e) {
    return e.getCause() instanceof SQLException s && CANCELLED.equals(s.getSQLState())
        ? Optional.of(new TooMuch(e))
        : Optional.empty();
  }
}
