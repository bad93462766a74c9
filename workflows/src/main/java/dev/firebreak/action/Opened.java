package dev.firebreak.action;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.http.Vitals;
import java.util.function.Supplier;

/**
 * A configured connector with its secrets as they are now. A secret is looked up for each use, so
 * that a new value serves at once and one that cannot be had keeps nothing else from working. Safe
 * for all threads.
 */
public interface Opened extends AutoCloseable {
  /** What it is and can do, whatever its secrets are; no vendor is called with it. */
  Connector described();

  /**
   * For one use.
   *
   * @throws ActionFailure UNAVAILABLE, with the setting and where its secret should be, when it
   *     cannot be had
   */
  Lease lease() throws ActionFailure;

  /** What its connections observed. */
  Vitals vitals();

  @Override
  void close() throws Exception;

  /** A connector while it is used: a replaced one is taken apart when the last use has ended. */
  interface Lease extends AutoCloseable {
    Connector connector();

    /** Whether the vendor refused the credential, and there is another one by now. */
    boolean isOutdated();

    @Override
    void close();
  }

  /** One that never changes. */
  static Opened fixed(Connector connector, Supplier<Vitals> vitals, AutoCloseable access) {
    return new Opened() {
      @Override
      public Connector described() {
        return connector;
      }

      @Override
      public Lease lease() {
        return new Lease() {
          @Override
          public Connector connector() {
            return connector;
          }

          @Override
          public boolean isOutdated() {
            return false;
          }

          @Override
          public void close() {}
        };
      }

      @Override
      public Vitals vitals() {
        return vitals.get();
      }

      @Override
      public void close() throws Exception {
        access.close();
      }
    };
  }
}
