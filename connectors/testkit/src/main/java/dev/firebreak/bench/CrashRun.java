package dev.firebreak.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills the application with SIGKILL in the middle of its work, starts it again and counts what
 * became of every alert it had accepted. The database is left alone.
 */
public final class CrashRun {
  /**
   * A call answered this shortly before the kill may not be committed yet, so a repeat of it is the
   * price of at-least-once.
   */
  private static final long COMMIT_GRACE_NANOS = Duration.ofMillis(250).toNanos();

  /** After all is done, repeats may still come for so long. */
  private static final Duration AFTERMATH = Duration.ofSeconds(3);

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Tags of what is sent while the application starts again and right after. */
  private static final List<String> STARTED = List.of("R", "S");

  private final AppProcess app;
  private final VendorStub stub;
  private final LoadDriver driver;
  private final Plan plan;
  private final Set<String> inFlight = new HashSet<>();
  private final Set<String> recorded = new HashSet<>();
  private volatile boolean killed;
  private volatile long killedAt;

  /**
   * @param alerts how many are offered; sending stops at the kill
   * @param clients how many send at once
   * @param killAtCall the vendor's how-manieth POST is answered by the kill
   * @param vendorTakes how long the vendor takes to answer
   * @param settle how long the restarted application has to finish
   */
  public record Plan(
      int alerts, int clients, int killAtCall, Duration vendorTakes, Duration settle) {
    /** 200 alerts from 16 clients, a vendor that takes 300 ms, killed at the 300th call. */
    public static Plan usual() {
      return new Plan(200, 16, 300, Duration.ofMillis(300), Duration.ofSeconds(90));
    }
  }

  /**
   * What became of it.
   *
   * @param sent alerts sent
   * @param accepted those answered 2xx
   * @param callsAtKill POSTs the vendor had taken
   * @param inFlightAtKill those whose outcome the application cannot have recorded
   * @param neverDone accepted alerts of which not all four calls ever came
   * @param repeated calls that came more than once
   * @param repeatedBeyondInFlight those among them that were not in flight at the kill
   * @param repeatedThoughRecorded calls repeated although the database held their end at the kill
   * @param effectsTwice actions that took effect more than once at a vendor that honours
   *     idempotency keys
   * @param swallowed alerts accepted while the application was starting again of which not all four
   *     calls came
   * @param acceptingAgainMillis from the second launch until an alert is accepted
   * @param lastRecoveredMillis from then until the last call that an alert from before the kill
   *     still needed
   * @param beyond the calls repeated beyond those in flight, one a line
   */
  public record Outcome(
      int sent,
      int accepted,
      long callsAtKill,
      int inFlightAtKill,
      int neverDone,
      int repeated,
      int repeatedBeyondInFlight,
      int repeatedThoughRecorded,
      int effectsTwice,
      int swallowed,
      long acceptingAgainMillis,
      long lastRecoveredMillis,
      List<String> beyond) {

    public Outcome {
      beyond = List.copyOf(beyond);
    }

    /** Nothing lost, nothing repeated without need, nothing done twice. */
    public boolean isClean() {
      return accepted > 0
          && neverDone == 0
          && repeatedBeyondInFlight == 0
          && repeatedThoughRecorded == 0
          && effectsTwice == 0
          && swallowed == 0;
    }

    ObjectNode toJson() {
      ObjectNode json = Json.mapper().createObjectNode();
      json.put("sent", sent).put("accepted", accepted).put("calls_at_kill", callsAtKill);
      json.put("in_flight_at_kill", inFlightAtKill).put("never_done", neverDone);
      json.put("repeated_calls", repeated);
      json.put("repeated_beyond_in_flight", repeatedBeyondInFlight);
      json.put("repeated_though_recorded", repeatedThoughRecorded);
      json.put("effects_twice", effectsTwice).put("swallowed_at_start", swallowed);
      json.put("accepting_again_ms", acceptingAgainMillis);
      json.put("last_recovered_ms", lastRecoveredMillis).put("clean", isClean());
      return json;
    }

    /** For people; the repeats that should not have been are listed below it. */
    public String text() {
      return """
          alerts sent                     %6d
          accepted before the kill        %6d
          calls at the kill               %6d
          in flight at the kill           %6d
          accepted but never done         %6d   target 0
          repeated calls                  %6d
            beyond those in flight        %6d   target 0
            though recorded as done       %6d   target 0
          effects twice                   %6d   target 0
          swallowed while starting        %6d   target 0
          accepting again after           %6d ms
          last recovered call after that  %6d ms
          %s%s"""
          .formatted(
              sent,
              accepted,
              callsAtKill,
              inFlightAtKill,
              neverDone,
              repeated,
              repeatedBeyondInFlight,
              repeatedThoughRecorded,
              effectsTwice,
              swallowed,
              acceptingAgainMillis,
              lastRecoveredMillis,
              isClean() ? "clean" : "NOT CLEAN",
              beyond.isEmpty() ? "" : "\n" + String.join("\n", beyond));
    }
  }

  private CrashRun(AppProcess app, VendorStub stub, LoadDriver driver, Plan plan) {
    this.app = app;
    this.stub = stub;
    this.driver = driver;
    this.plan = plan;
  }

  /**
   * Does it all with a fresh home; stops what it started. Takes one to three minutes.
   *
   * @param root the checkout, built
   * @param home the application's home folder, made if missing; stays, for its log
   */
  public static Outcome in(Path root, Path home, Plan plan) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try {
      VendorStub stub = VendorStub.start(vertx);
      byte[] key = AppHome.newKey();
      AppProcess app = AppHome.prepare(root, home, stub.url(), key);
      try {
        LoadDriver driver = new LoadDriver(vertx, stub, AppHome.webhook(app), key);
        return new CrashRun(app, stub, driver, plan).run();
      } finally {
        app.stopAll();
      }
    } finally {
      Waiting.forResult(vertx.close(), Duration.ofSeconds(20));
    }
  }

  private Outcome run() {
    start("W");
    driver.sendAll("W", 100, plan.clients(), () -> false);
    driver.settle("W", Duration.ofSeconds(60));
    long before = stub.calls();
    stub.answerAfter(plan.vendorTakes());
    sendAndKill();
    // What was on its way to the vendor when the sender died arrives now.
    Waiting.sleep(Duration.ofMillis(500).plus(plan.vendorTakes()));
    long callsAtKill = stub.calls() - before;
    noteInFlight();
    recorded.addAll(app.database().recordedActions());
    long launched = System.nanoTime();
    long accepting = start("R");
    driver.sendAll("S", 40, 4, () -> false);
    Waiting.until(
        () -> STARTED.stream().allMatch(driver::allDone) && driver.allDone("C"),
        plan.settle(),
        Duration.ofMillis(50));
    Waiting.sleep(AFTERMATH);
    return outcome(callsAtKill, launched, accepting);
  }

  private long start(String tag) {
    app.start();
    return driver.sendUntilAccepted(tag, START_LIMIT, app::checkAlive);
  }

  private void sendAndKill() {
    CountDownLatch dead = new CountDownLatch(1);
    stub.atCall(
        plan.killAtCall(),
        () -> {
          killed = true;
          app.kill();
          killedAt = System.nanoTime();
          dead.countDown();
        });
    driver.sendAll("C", plan.alerts(), plan.clients(), () -> killed);
    try {
      if (!dead.await(plan.settle().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "call " + plan.killAtCall() + " never came; " + driver.refusals());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void noteInFlight() {
    for (Trace t : stub.traces("C")) {
      for (Step s : Step.values()) {
        long answered = t.answeredAt(s);
        if (t.calls(s) > 0 && (answered == 0 || killedAt - answered < COMMIT_GRACE_NANOS)) {
          inFlight.add(s + " " + t.id());
        }
      }
    }
  }

  private Outcome outcome(long callsAtKill, long launched, long accepting) {
    List<Trace> all = stub.traces("C");
    int repeated = 0;
    int though = 0;
    int twice = 0;
    List<String> beyond = new ArrayList<>();
    long last = accepting;
    for (Trace t : all) {
      for (Step s : Step.values()) {
        repeated += t.repeats(s);
        if (t.repeats(s) > 0 && !inFlight.contains(s + " " + t.id())) {
          beyond.add(repeat(t, s));
        }
        though += recorded.contains(s.path() + " " + t.id()) ? t.repeats(s) : 0;
        twice += t.effects(s) > 1 ? 1 : 0;
        last = Math.max(last, t.firstAt(s));
      }
    }
    return new Outcome(
        all.size(),
        (int) all.stream().filter(Trace::wasAccepted).count(),
        callsAtKill,
        inFlight.size(),
        (int) all.stream().filter(t -> t.wasAccepted() && !t.isDone()).count(),
        repeated,
        beyond.size(),
        though,
        twice,
        (int)
            STARTED.stream()
                .flatMap(tag -> stub.traces(tag).stream())
                .filter(t -> t.wasAccepted() && !t.isDone())
                .count(),
        TimeUnit.NANOSECONDS.toMillis(accepting - launched),
        TimeUnit.NANOSECONDS.toMillis(last - accepting),
        beyond);
  }

  private String repeat(Trace t, Step s) {
    return "%s of %s was answered %d ms before the kill and came %d times again"
        .formatted(
            s.path(),
            t.id(),
            TimeUnit.NANOSECONDS.toMillis(killedAt - t.answeredAt(s)),
            t.repeats(s));
  }
}
