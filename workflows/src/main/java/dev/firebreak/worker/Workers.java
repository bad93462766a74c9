package dev.firebreak.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Between connectors that have work done outside and the workers that do it. Workers learn of new
 * work by a signal on the node that offers it, and within a second on others. Safe for all threads.
 */
public final class Workers {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration RECENT = Duration.ofMinutes(2);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration MARGIN = Duration.ofMillis(200);

  private final TaskTable tasks;
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Map<String, Secret> credentials = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Task>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Waiter> fetchers = new ConcurrentLinkedQueue<>();

  public Workers(Database database, Audit audit, Clock clock) {
    this.tasks = new TaskTable(database);
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** What one worker wants; its instances' topics only. */
  public record Fetch(String worker, int most, List<Topic> topics) {
    /** One topic and for how long it is locked. */
    public record Topic(String name, Duration lock) {}
  }

  private record Waiter(Fetch fetch, CompletableFuture<List<Task>> found) {}

  /** The handover of one instance, whose workers show this credential. */
  public Handover of(String instance, Secret credential) {
    credentials.put(instance, credential);
    return new Handover() {
      @Override
      public JsonNode ask(Work work, Call<?> call) throws ActionFailure {
        return Workers.this.ask(instance, work, call);
      }

      @Override
      public Optional<String> lastFetch(String action) {
        return Optional.ofNullable(fetched.get(instance + "." + action))
            .filter(f -> f.at().isAfter(clock.instant().minus(RECENT)))
            .map(Fetched::worker);
      }
    };
  }

  private record Fetched(String worker, Instant at) {}

  /**
   * Whether a credential may fetch and answer work of an instance; compares in constant time, also
   * for unknown instances.
   */
  public boolean admits(String instance, String presented) {
    Optional<Secret> known = Optional.ofNullable(credentials.get(instance));
    boolean same = known.orElseGet(() -> Secret.of("nobody")).matches(presented);
    return known.isPresent() && same;
  }

  /** The instances whose credential this is. */
  public List<String> instancesOf(String presented) {
    List<String> mine = new ArrayList<>();
    credentials.forEach(
        (instance, secret) -> {
          if (secret.matches(presented)) {
            mine.add(instance);
          }
        });
    return mine;
  }

  private JsonNode ask(String instance, Handover.Work work, Call<?> call) throws ActionFailure {
    String topic = instance + "." + work.action();
    CompletableFuture<Task> end = new CompletableFuture<>();
    waiting.put(work.id(), end);
    try {
      Task offered = tasks.offer(work, topic, call.incidentId(), clock.instant());
      if (offered.state() == Task.State.DONE) {
        return offered.answer();
      }
      signal();
      return outcome(awaitEnd(work.id(), end, call.deadline().minus(MARGIN)), topic);
    } finally {
      waiting.remove(work.id(), end);
    }
  }

  /** Until the signal, or until the row says so: another node may have taken the answer. */
  private Task awaitEnd(String id, CompletableFuture<Task> end, Instant until)
      throws ActionFailure {
    while (clock.instant().isBefore(until)) {
      try {
        Duration left = Duration.between(clock.instant(), until);
        Duration wait = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
        return end.get(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Optional<Task> seen = tasks.find(id).filter(t -> t.state().ended());
        if (seen.isPresent()) {
          return seen.get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw ActionFailure.unknown("stopped while a worker may have had it", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return tasks.find(id).orElseThrow();
  }

  private JsonNode outcome(Task task, String topic) throws ActionFailure {
    String who = task.worker().map(w -> "worker '" + w + "'").orElse("no worker");
    String why = task.reason().orElse("no reason given");
    return switch (task.state()) {
      case DONE -> task.answer();
      case REFUSED -> throw ActionFailure.refused(topic + ": " + who + " says no: " + why);
      case LATER ->
          throw ActionFailure.unavailable(
              topic + ": " + who + " could not do it yet: " + why,
              task.retryAfter().orElse(Duration.ZERO));
      case LOCKED, OPEN, WITHDRAWN -> throw notEnded(task, topic, who);
    };
  }

  private ActionFailure notEnded(Task task, String topic, String who) {
    if (tasks.withdraw(task.id(), clock.instant())) {
      return ActionFailure.unavailable(
          "no worker fetched " + topic + "; is one running, with this connector's credential?");
    }
    return ActionFailure.unknown(topic + ": " + who + " fetched it and did not end it in time");
  }

  /**
   * Work for a worker, at once or as soon as there is some.
   *
   * @param patience after which it completes with an empty list
   */
  public CompletableFuture<List<Task>> fetch(Fetch fetch, Duration patience) {
    fetch
        .topics()
        .forEach(t -> fetched.put(t.name(), new Fetched(fetch.worker(), clock.instant())));
    CompletableFuture<List<Task>> found = new CompletableFuture<>();
    Waiter waiter = new Waiter(fetch, found);
    if (patience.isZero()) {
      serve(waiter);
      found.complete(List.of());
      return found;
    }
    fetchers.add(waiter); // Before the first look, so that no signal falls between.
    serve(waiter);
    return found
        .completeOnTimeout(List.of(), patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((tasks, failure) -> fetchers.remove(waiter));
  }

  /** Called about once a second, for what other nodes offered, and for locks that ended. */
  public void round() {
    signal();
  }

  public void forgetOld() {
    tasks.forget(clock.instant().minus(KEPT));
  }

  private void signal() {
    fetchers.forEach(this::serve);
  }

  private void serve(Waiter w) {
    synchronized (w.found()) {
      if (w.found().isDone()) {
        return;
      }
      List<Task> locked = lock(w.fetch());
      if (!locked.isEmpty() && !w.found().complete(locked)) {
        locked.forEach(t -> tasks.unlock(t.id())); // It had just given up waiting.
      }
    }
  }

  private List<Task> lock(Fetch fetch) {
    return database.inTransaction(
        h -> {
          List<Task> locked = new ArrayList<>();
          for (Fetch.Topic t : fetch.topics()) {
            int room = fetch.most() - locked.size();
            if (room > 0) {
              locked.addAll(tasks.lock(t.name(), fetch.worker(), t.lock(), room, clock.instant()));
            }
          }
          locked.forEach(t -> record("worker.fetched", t, fetch.worker(), Optional.empty()));
          return locked;
        });
  }

  public Optional<Task> find(String id) {
    return tasks.find(id);
  }

  /** A worker has done it. */
  public boolean done(String id, String worker, JsonNode answer) {
    return end(id, worker, TaskTable.End.done(answer));
  }

  /** A worker says that it cannot be done. */
  public boolean refused(String id, String worker, String reason) {
    return end(id, worker, TaskTable.End.refused(reason));
  }

  /** A worker wants it tried again later. */
  public boolean later(String id, String worker, String reason, Duration after) {
    return end(id, worker, TaskTable.End.later(reason, after));
  }

  private boolean end(String id, String worker, TaskTable.End end) {
    boolean ended =
        database.inTransaction(
            h -> {
              boolean mine = tasks.end(id, worker, end, clock.instant());
              if (mine) {
                Task task = tasks.find(id).orElseThrow();
                record("worker.answered", task, worker, end.reason());
              }
              return mine;
            });
    if (ended) {
      Optional.ofNullable(waiting.get(id)).ifPresent(w -> w.complete(tasks.find(id).orElseThrow()));
    }
    return ended;
  }

  public boolean extend(String id, String worker, Duration lock) {
    return tasks.extend(id, worker, clock.instant().plus(lock));
  }

  /** Gives it back, so that another worker may fetch it at once. */
  public boolean unlock(String id) {
    boolean free = tasks.unlock(id);
    signal();
    return free;
  }

  private void record(String kind, Task task, String worker, Optional<String> reason) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("task", task.id());
    facts.put("topic", task.topic());
    facts.put("worker", worker);
    facts.put("state", task.state().name());
    reason.ifPresent(r -> facts.put("reason", r));
    String instance = task.topic().substring(0, task.topic().indexOf('.'));
    audit.record("connector:" + instance, kind, incident(task), facts);
  }

  private static Optional<UUID> incident(Task task) {
    try {
      return Optional.of(UUID.fromString(task.incident()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A rehearsal or a checkup belongs to none.
    }
  }
}
