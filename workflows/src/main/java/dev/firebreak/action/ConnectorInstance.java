package dev.firebreak.action;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Publication;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Vitals;
import io.smallrye.faulttolerance.api.Guard;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A configured connector with what the dispatcher keeps for it: threads (so that a slow vendor
 * holds up nobody else), a queue in which critical incidents go first, and a circuit breaker.
 */
public final class ConnectorInstance implements AutoCloseable {
  private final String name;
  private final Connector connector;
  private final Map<String, Action<?, ?>> actions;
  private final ThreadPoolExecutor threads;
  private final Guard breaker;
  private final Supplier<Vitals> vitals;
  private final AutoCloseable access;

  /**
   * @param name the instance's name, first part of its topics
   * @param maxConcurrent how many calls run at once
   * @param vitals what its connections observed
   * @param access closed with the instance
   */
  public ConnectorInstance(
      String name,
      Connector connector,
      int maxConcurrent,
      Supplier<Vitals> vitals,
      AutoCloseable access) {
    this.name = name;
    this.connector = connector;
    this.vitals = vitals;
    this.access = access;
    this.actions =
        connector.actions().stream().collect(Collectors.toMap(Action::name, Function.identity()));
    this.threads =
        new ThreadPoolExecutor(
            maxConcurrent,
            maxConcurrent,
            30,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(64, Comparator.comparing(r -> (Ordered) r)),
            r -> {
              Thread t = new Thread(r, "connector-" + name);
              t.setDaemon(true);
              return t;
            });
    this.threads.allowCoreThreadTimeOut(true);
    this.breaker =
        Guard.create()
            .withCircuitBreaker()
            .when(ConnectorInstance::vendorFailed)
            .requestVolumeThreshold(10)
            .failureRatio(0.6)
            .delay(2, ChronoUnit.SECONDS)
            .done()
            .build();
  }

  private static boolean vendorFailed(Throwable t) {
    return t instanceof ActionFailure f
        && (f.kind() == ActionFailure.Kind.UNAVAILABLE || f.kind() == ActionFailure.Kind.UNKNOWN);
  }

  public String name() {
    return name;
  }

  public String kind() {
    return connector.name();
  }

  public List<Action<?, ?>> actions() {
    return connector.actions();
  }

  public Optional<Action<?, ?>> action(String actionName) {
    return Optional.ofNullable(actions.get(actionName));
  }

  /** What it publishes, if anything. */
  public Optional<Publication> publication() {
    return connector.publication();
  }

  /** What its connections observed. */
  public Vitals vitals() {
    return vitals.get();
  }

  Readiness readiness() throws ActionFailure {
    return connector.readiness();
  }

  /** Calls waiting for a thread. */
  public int queued() {
    return threads.getQueue().size();
  }

  Guard breaker() {
    return breaker;
  }

  void execute(boolean critical, Runnable work) {
    threads.execute(new Ordered(!critical, Ordered.NEXT.getAndIncrement(), work));
  }

  @Override
  public void close() throws Exception {
    threads.shutdownNow();
    access.close();
  }

  private record Ordered(boolean later, long number, Runnable work)
      implements Runnable, Comparable<Ordered> {
    private static final AtomicLong NEXT = new AtomicLong();

    @Override
    public void run() {
      work.run();
    }

    @Override
    public int compareTo(Ordered o) {
      int lane = Boolean.compare(later, o.later);
      return lane != 0 ? lane : Long.compare(number, o.number);
    }
  }
}
