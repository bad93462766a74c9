package dev.firebreak.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Several threads that do something in the same moment. */
public final class AtOnce {
  private AtOnce() {}

  /** The results of all, in the order of their numbers from 0 on. */
  public static <T> List<T> run(int threads, IntFunction<Callable<T>> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<T> mine = work.apply(i);
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return mine.call();
                }));
      }
      List<T> all = new ArrayList<>();
      for (Future<T> f : running) {
        all.add(f.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
