package dev.firebreak.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The vendor of CONTAIN4 on loopback. {@code POST /v1/{freeze|isolate|revoke|ticket}/{id}} takes
 * effect on arrival and is noted in the alert's {@link Trace}; {@code GET /v1/state/{action}/{id}}
 * answers {@code {"active":true|false}}; {@code DELETE} on either path lifts. Only the POSTs count
 * as calls. Safe for all threads.
 */
public final class VendorStub {
  private static final String STEPS = "\"freeze\",\"isolate\",\"revoke\",\"lift\",\"ticket\"";

  private final ConcurrentMap<String, Trace> traces = new ConcurrentHashMap<>();
  private final Set<String> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong lifts = new AtomicLong();
  private final AtomicLong strangers = new AtomicLong();
  private volatile long lastCallAt = System.nanoTime();
  private volatile Duration answersAfter = Duration.ZERO;
  private volatile Trigger trigger = new Trigger(Long.MAX_VALUE, () -> {});
  private final int port;

  private record Trigger(long call, Runnable then) {}

  private VendorStub(int port) {
    this.port = port;
  }

  /** Listens on 127.0.0.1 at a free port until the Vert.x given is closed. */
  public static VendorStub start(Vertx vertx) {
    VendorStub stub = new VendorStub(Ports.free());
    Waiting.forResult(
        vertx.deployVerticle(stub::listener, new DeploymentOptions().setInstances(2)),
        Duration.ofSeconds(20));
    return stub;
  }

  private AbstractVerticle listener() {
    return new AbstractVerticle() {
      @Override
      public void start(Promise<Void> started) {
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
            .requestHandler(request -> serve(vertx, request))
            .listen()
            .<Void>mapEmpty()
            .onComplete(started);
      }
    };
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The trace of an alert, begun when first asked for. */
  public Trace trace(String alertId) {
    return traces.computeIfAbsent(alertId, Trace::new);
  }

  /** The traces of alerts that were sent and whose ids begin with the tag and a hyphen. */
  public List<Trace> traces(String tag) {
    return traces.values().stream()
        .filter(t -> t.wasSent() && t.id().startsWith(tag + "-"))
        .toList();
  }

  /** POSTs answer so much later; they take effect on arrival all the same. */
  public void answerAfter(Duration delay) {
    answersAfter = delay;
  }

  /** Runs something once, on the thread that takes the given POST, counted from now. */
  public void atCall(long count, Runnable then) {
    trigger = new Trigger(calls.get() + count, then);
  }

  public long calls() {
    return calls.get();
  }

  /** State read-backs. */
  public long reads() {
    return reads.get();
  }

  public long lifts() {
    return lifts.get();
  }

  /** Requests that are none of the stub's. */
  public long strangers() {
    return strangers.get();
  }

  /** When the last POST came, as {@link System#nanoTime}. */
  public long lastCallAt() {
    return lastCallAt;
  }

  private void serve(Vertx vertx, HttpServerRequest request) {
    long now = System.nanoTime();
    if (request.path().equals("/v1/self")) {
      answer(request, "{\"client\":\"bench\",\"may\":[" + STEPS + "]}");
      return;
    }
    String[] path = request.path().split("/");
    boolean state = path.length == 5 && path[2].equals("state");
    Optional<Step> step =
        state || path.length == 4 ? Step.of(path[path.length - 2]) : Optional.empty();
    if (step.isEmpty()) {
      strangers.incrementAndGet();
      request.response().setStatusCode(404).end();
      return;
    }
    String id = path[path.length - 1];
    if (request.method().equals(HttpMethod.POST) && !state) {
      act(vertx, request, step.get(), id, now);
    } else if (request.method().equals(HttpMethod.GET) && state) {
      reads.incrementAndGet();
      answer(request, "{\"active\":" + active.contains(step.get() + " " + id) + "}");
    } else if (request.method().equals(HttpMethod.DELETE)) {
      lifts.incrementAndGet();
      active.remove(step.get() + " " + id);
      answer(request, "{\"active\":false}");
    } else {
      request.response().setStatusCode(405).end();
    }
  }

  private void act(Vertx vertx, HttpServerRequest request, Step step, String id, long now) {
    Trace trace = trace(id);
    long count = calls.incrementAndGet();
    String key = request.getHeader("Idempotency-Key");
    trace.called(step, now, key == null ? "call " + count : key);
    active.add(step + " " + id);
    lastCallAt = now;
    if (count == trigger.call()) {
      trigger.then().run();
    }
    String body =
        "{\"status\":\"accepted\",\"action\":\"%1$s\",\"ref\":\"%1$s-%2$s\"}"
            .formatted(step.path(), id);
    Runnable reply =
        () -> {
          answer(request, body);
          trace.answered(step, System.nanoTime());
        };
    if (answersAfter.isZero()) {
      reply.run();
    } else {
      vertx.setTimer(answersAfter.toMillis(), t -> reply.run());
    }
  }

  private static void answer(HttpServerRequest request, String json) {
    if (!request.response().closed()) {
      request.response().putHeader("content-type", "application/json").end(json);
    }
  }
}
