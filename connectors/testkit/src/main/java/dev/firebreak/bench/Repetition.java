package dev.firebreak.bench;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One repetition of all measures on one subject, which it starts, stops and starts again. */
final class Repetition {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(3);

  private final Subject subject;
  private final VendorStub stub;
  private final LoadDriver driver;
  private final Options options;

  Repetition(Vertx vertx, Subject subject, VendorStub stub, byte[] key, Options options) {
    this.subject = subject;
    this.stub = stub;
    this.driver = new LoadDriver(vertx, stub, subject.webhook(), key);
    this.options = options;
  }

  private record Idle(double p50, double p99) {}

  private record Counters(long appCpu, long databaseCpu, long committed, long reads) {}

  Figures run() {
    String me = subject.name();
    Progress.say(me + ": first start");
    start("F");
    subject.stop();
    Progress.say(me + ": second start");
    double startMillis = start("P");
    Progress.say(me + ": warming up with " + options.warm() + " alerts");
    driver.sendAll("W", options.warm(), options.clients(), () -> false);
    driver.settle("W", SETTLE_LIMIT);
    Progress.say(me + ": " + options.idle() + " alerts, one at a time");
    Idle idle = idle();
    Progress.say(me + ": " + options.alerts() + " alerts from " + options.clients() + " clients");
    return loaded(idle, startMillis);
  }

  /** Milliseconds from the launch until an alert is accepted; returns when that alert is done. */
  private double start(String tag) {
    long launched = System.nanoTime();
    subject.start();
    long accepted = driver.sendUntilAccepted(tag, START_LIMIT, subject::checkAlive);
    driver.settle(tag, SETTLE_LIMIT);
    if (!driver.allDone(tag)) {
      throw new IllegalStateException(
          subject.name() + " accepted its first alert, but made not all four calls for it");
    }
    return (accepted - launched) / 1e6;
  }

  private Idle idle() {
    List<Long> freeze = new ArrayList<>();
    for (int i = 0; i < options.idle(); i++) {
      Trace trace = stub.trace("I-" + i);
      driver.send(trace.id());
      if (Waiting.until(trace::isDone, Duration.ofSeconds(20), Duration.ofMillis(1))) {
        freeze.add(trace.nanosTo(Step.FREEZE));
      }
      Waiting.sleep(Duration.ofMillis(20));
    }
    Samples samples = Samples.of(freeze);
    return new Idle(samples.millis(50), samples.millis(99));
  }

  private Figures loaded(Idle idle, double startMillis) {
    driver.forgetRefusals();
    Counters before = counters(subject.database().committedWhenQuiet());
    long began = System.nanoTime();
    driver.sendAll("T", options.alerts(), options.clients(), () -> false);
    driver.settle("T", SETTLE_LIMIT);
    Counters after = counters(0);
    double appMemory = Proc.pssMib(subject.appPids());
    double databaseMemory = Proc.pssMib(subject.databasePids());
    long committed = subject.database().committedWhenQuiet();
    if (driver.refused() > 0) {
      Progress.say(subject.name() + ": " + driver.refusals());
    }
    List<Trace> traces = stub.traces("T");
    List<Trace> done = traces.stream().filter(Trace::isDone).toList();
    long accepted = traces.stream().filter(Trace::wasAccepted).count();
    double n = Math.max(1, accepted);
    return new Figures(
        idle.p50(),
        idle.p99(),
        done.size() / ((lastCall(traces, began) - began) / 1e9),
        traces.stream().filter(t -> t.wasAccepted() && !t.isDone()).count(),
        driver.refused(),
        traces.stream().mapToInt(Repetition::repeats).sum(),
        Samples.of(done.stream().map(t -> t.nanosTo(Step.FREEZE)).toList()).millis(99),
        (after.appCpu() - before.appCpu()) / n,
        (after.databaseCpu() - before.databaseCpu()) / n,
        (committed - before.committed()) / n,
        (after.reads() - before.reads()) / n,
        appMemory,
        databaseMemory,
        startMillis);
  }

  private Counters counters(long committed) {
    return new Counters(
        Proc.cpuMillis(subject.appPids()),
        Proc.cpuMillis(subject.databasePids()),
        committed,
        stub.reads());
  }

  private static int repeats(Trace trace) {
    int sum = 0;
    for (Step s : Step.values()) {
      sum += trace.repeats(s);
    }
    return sum;
  }

  private static long lastCall(List<Trace> traces, long atLeast) {
    long last = atLeast + 1;
    for (Trace t : traces) {
      for (Step s : Step.values()) {
        last = Math.max(last, t.firstAt(s));
      }
    }
    return last;
  }
}
