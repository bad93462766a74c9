package dev.firebreak.store;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/**
 * Looking or counting took too long and was ended, so that it does not take from those who contain.
 *
 * @see #of
 */
public final class TooMuch extends RuntimeException {
  /** How long somebody's search may take, in seconds. */
  public static final int SECONDS = 3;

  /** https://www.postgresql.org/docs/current/errcodes-appendix.html: query_canceled. */
  private static final String CANCELLED = "57014";

  private TooMuch(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What a failed statement means: too much, if it was ended for its time; else what it is.
   *
   * @param sentence what took too long, and what to ask for instead
   */
  public static RuntimeException of(JdbiException e, String sentence) {
    return e.getCause() instanceof SQLException s && CANCELLED.equals(s.getSQLState())
        ? new TooMuch(sentence, e)
        : e;
  }
}
