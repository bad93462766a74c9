package dev.firebreak.store;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Work in transactions that the playbook engine joins: everything inside one {@link #inTransaction}
 * commits together. Safe for all threads. Nothing that waits for the outside world may be called
 * inside.
 */
public final class Database {
  private final Jdbi jdbi;
  private final TransactionManager transactions;
  private final ThreadLocal<@Nullable Unit> current = new ThreadLocal<>();

  public Database(DataSource dataSource, TransactionManager transactions) {
    this.jdbi = Jdbi.create(dataSource).setTransactionHandler(new CMTTransactionHandler());
    this.jdbi.getConfig(Handles.class).setForceEndTransactions(false);
    this.transactions = transactions;
  }

  /** Work with SQL. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T with(Handle handle) throws Exception;
  }

  /** The work failed and its transaction was rolled back. */
  public static final class Failed extends RuntimeException {
    Failed(Throwable cause) {
      super(cause);
    }
  }

  /** What belongs to the transaction under way on this thread. */
  private static final class Unit {
    private final Handle handle;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Map<Object, Collected<?>> collected = new LinkedHashMap<>();
    private final Map<Object, Object> kept = new HashMap<>();

    Unit(Handle handle) {
      this.handle = handle;
    }

    void writeCollected() {
      for (Collected<?> c : List.copyOf(collected.values())) {
        c.write(handle);
      }
    }
  }

  private record Collected<T>(List<T> items, BiConsumer<Handle, List<T>> writer) {
    void write(Handle handle) {
      writer.accept(handle, items);
    }
  }

  /**
   * Runs work in a transaction of its own, or as part of the one already under way on this thread,
   * be it ours or the engine's.
   *
   * @throws Failed with the work's checked exception as cause, after the rollback;
   *     RuntimeExceptions are thrown as they are
   */
  public <T extends @Nullable Object> T inTransaction(Work<T> work) {
    Unit outer = current.get();
    if (outer != null) {
      return call(() -> work.with(outer.handle));
    }
    if (call(this::jtaActive)) {
      return call(() -> join(work));
    }
    List<Runnable> after = new ArrayList<>();
    T result = call(() -> begin(work, after));
    after.forEach(Runnable::run);
    return result;
  }

  private <T extends @Nullable Object> T begin(Work<T> work, List<Runnable> after)
      throws Exception {
    transactions.begin();
    boolean done = false;
    try {
      T result = unit(work, after);
      transactions.commit();
      done = true;
      return result;
    } finally {
      if (!done && transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
        transactions.rollback();
      }
    }
  }

  /** As part of a transaction that the engine began for a timer or another job of its own. */
  private <T extends @Nullable Object> T join(Work<T> work) throws Exception {
    List<Runnable> after = new ArrayList<>();
    T result = unit(work, after);
    transactions.getTransaction().registerSynchronization(new AfterCommit(transactions, after));
    return result;
  }

  private <T extends @Nullable Object> T unit(Work<T> work, List<Runnable> after) throws Exception {
    try (Handle handle = jdbi.open()) {
      Unit unit = new Unit(handle);
      current.set(unit);
      T result = work.with(handle);
      unit.writeCollected();
      after.addAll(unit.afterCommit);
      return result;
    } finally {
      current.remove();
    }
  }

  /** Reads; sees what the transaction under way on this thread has written, if there is one. */
  public <T extends @Nullable Object> T read(Work<T> work) {
    Unit outer = current.get();
    if (outer != null) {
      return call(() -> work.with(outer.handle));
    }
    return call(
        () -> {
          try (Handle handle = jdbi.open()) {
            return work.with(handle);
          }
        });
  }

  /**
   * Runs work after the transaction under way has committed, on the same thread; at once where
   * there is none.
   */
  public void afterCommit(Runnable work) {
    Unit unit = current.get();
    if (unit == null) {
      work.run();
    } else {
      unit.afterCommit.add(work);
    }
  }

  /**
   * Collects an item that is written together with others of its key, once, right before the
   * transaction under way commits.
   *
   * @param writer writes all items; the first one given for a key is used
   * @throws IllegalStateException outside of {@link #inTransaction}
   */
  public <T> void collect(Object key, T item, BiConsumer<Handle, List<T>> writer) {
    Unit unit = current.get();
    if (unit == null) {
      throw new IllegalStateException("only inside of a transaction");
    }
    Supplier<Collected<T>> make = () -> new Collected<>(new ArrayList<>(), writer);
    @SuppressWarnings("unchecked")
    Collected<T> c = (Collected<T>) unit.collected.computeIfAbsent(key, k -> make.get());
    c.items().add(item);
  }

  /**
   * A value made once and kept until the transaction under way ends; made anew at each call where
   * there is none.
   */
  public <T> T kept(Object key, Class<T> type, Supplier<T> make) {
    Unit unit = current.get();
    if (unit == null) {
      return make.get();
    }
    Object value = unit.kept.get(key);
    if (value == null) {
      value = make.get();
      unit.kept.put(key, value);
    }
    return type.cast(value);
  }

  /** Replaces what {@link #kept} keeps. */
  public void keep(Object key, Object value) {
    Unit unit = current.get();
    if (unit != null) {
      unit.kept.put(key, value);
    }
  }

  private boolean jtaActive() throws SystemException {
    return transactions.getStatus() == Status.STATUS_ACTIVE;
  }

  /**
   * The thread still belongs to the transaction that has just ended; what comes after it may begin
   * one of its own.
   */
  private record AfterCommit(TransactionManager transactions, List<Runnable> work)
      implements Synchronization {
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED && !work.isEmpty()) {
        call(
            () -> {
              Transaction ended = transactions.suspend();
              try {
                work.forEach(Runnable::run);
              } finally {
                transactions.resume(ended);
              }
              return work;
            });
      }
    }
  }

  private static <T extends @Nullable Object> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Failed(e);
    }
  }
}
