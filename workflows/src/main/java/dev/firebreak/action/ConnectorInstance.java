package dev.firebreak.action;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
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
  private final Opened opened;
  private final Optional<Opened> lifting;
  private final ThreadPoolExecutor threads;
  private final Guard breaker;

  /** {@link #ConnectorInstance(String, Opened, Optional, int)} of a connector that stays. */
  public ConnectorInstance(
      String name,
      Connector connector,
      int maxConcurrent,
      Supplier<Vitals> vitals,
      AutoCloseable access) {
    this(name, Opened.fixed(connector, vitals, access), Optional.empty(), maxConcurrent);
  }

  /**
   * @param name the instance's name, first part of its topics
   * @param opened closed with the instance
   * @param lifting the same with other credentials, for actions that release
   * @param maxConcurrent how many calls run at once
   */
  public ConnectorInstance(
      String name, Opened opened, Optional<Opened> lifting, int maxConcurrent) {
    this.name = name;
    this.opened = opened;
    this.lifting = lifting;
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
            // Its metrics go by this; by default each would be of a name of its own, for ever.
            .withDescription(opened.described().name() + " as " + name)
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
    return opened.described().name();
  }

  public List<Action<?, ?>> actions() {
    return opened.described().actions();
  }

  public Optional<Action<?, ?>> action(String actionName) {
    return actions().stream().filter(a -> a.name().equals(actionName)).findFirst();
  }

  /**
   * A document that it publishes, if it publishes any.
   *
   * @param name hostile
   * @throws ActionFailure where what it checks credentials with cannot be had
   */
  public Optional<Publication.Answer> published(String name, Optional<String> authorization)
      throws ActionFailure {
    try (Opened.Lease lease = opened.lease()) {
      return lease.connector().publication().map(p -> p.get(name, authorization));
    }
  }

  /** What its connections observed. */
  public Vitals vitals() {
    return opened.vitals();
  }

  /** Where releasing is done with other credentials, they are asked what they may release. */
  Readiness readiness() throws ActionFailure {
    Readiness ready = readiness(opened);
    if (lifting.isEmpty()) {
      return ready;
    }
    Readiness lifts = readiness(lifting.get());
    Map<String, Readiness.Grant> releasing =
        lifts.grants().stream()
            .filter(g -> action(g.action()).filter(ConnectorInstance::releases).isPresent())
            .collect(Collectors.toMap(Readiness.Grant::action, Function.identity()));
    return new Readiness(
        ready.account() + "; releases as " + lifts.account(),
        ready.grants().stream().map(g -> releasing.getOrDefault(g.action(), g)).toList());
  }

  private static Readiness readiness(Opened opened) throws ActionFailure {
    try (Opened.Lease lease = opened.lease()) {
      return lease.connector().readiness();
    }
  }

  private static boolean releases(Action<?, ?> action) {
    return action.effect() == Effect.RELEASE;
  }

  /** Does something with an action. */
  @FunctionalInterface
  interface Use<T> {
    T with(Action<?, ?> action) throws Exception;
  }

  /**
   * Uses an action with the credentials as they are now. A vendor's no to one that was replaced
   * meanwhile is none: it is tried with the new one.
   *
   * @throws ActionFailure also UNAVAILABLE, where a secret cannot be had; this is no failure of the
   *     vendor's, so the circuit breaker does not see it
   */
  <T> T use(Action<?, ?> described, Class<T> type, Use<T> use) throws Exception {
    Opened with = releases(described) ? lifting.orElse(opened) : opened;
    try (Opened.Lease lease = with.lease()) {
      Action<?, ?> action = named(lease.connector(), described.name());
      try {
        return breaker.call(() -> use.with(action), type);
      } catch (ActionFailure e) {
        throw lease.isOutdated() ? again(described, e) : e;
      }
    }
  }

  private static Action<?, ?> named(Connector connector, String action) throws ActionFailure {
    return connector.actions().stream()
        .filter(a -> a.name().equals(action))
        .findFirst()
        .orElseThrow(() -> ActionFailure.unavailable("there is no action " + action + " any more"));
  }

  /** What cannot be repeated without harm is looked at first: a part of it may be done. */
  private static ActionFailure again(Action<?, ?> action, ActionFailure e) {
    String why = "the credential was replaced while it was used: " + e.getMessage();
    return action.repeatable() ? ActionFailure.unavailable(why) : ActionFailure.unknown(why);
  }

  /** Calls waiting for a thread. */
  public int queued() {
    return threads.getQueue().size();
  }

  void execute(boolean critical, Runnable work) {
    threads.execute(new Ordered(!critical, Ordered.NEXT.getAndIncrement(), work));
  }

  @Override
  public void close() throws Exception {
    threads.shutdownNow();
    opened.close();
    if (lifting.isPresent()) {
      lifting.get().close();
    }
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
