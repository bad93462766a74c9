package dev.firebreak.engine;

import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.concurrent.Callable;

/** Work in a transaction of its own that is always rolled back. Safe for all threads. */
final class Undone {
  private final TransactionManager transactions;

  Undone(TransactionManager transactions) {
    this.transactions = transactions;
  }

  /** Does the work, as if it had never been done; RuntimeExceptions are thrown as they are. */
  <T> T run(Callable<T> work) {
    try {
      Transaction outer =
          transactions.getStatus() == Status.STATUS_NO_TRANSACTION ? null : transactions.suspend();
      try {
        transactions.begin();
        return work.call();
      } finally {
        if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
          transactions.rollback();
        }
        if (outer != null) {
          transactions.resume(outer);
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the engine could not try it out: " + e.getMessage(), e);
    }
  }
}
