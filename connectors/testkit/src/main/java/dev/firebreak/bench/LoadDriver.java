package dev.firebreak.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Sends signed alerts to a webhook and notes in the stub's traces when they went out and were
 * accepted. Runs in the stub's process: one clock for both ends.
 */
public final class LoadDriver {
  /** A sender waits so long for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** When no call has come for so long, nothing more will. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final HttpClient http;
  private final VendorStub stub;
  private final URI webhook;
  private final byte[] key;
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicReference<String> firstRefusal = new AtomicReference<>("");

  /**
   * @param webhook where alerts go; may not be listening yet
   * @param key the key to sign with
   */
  public LoadDriver(Vertx vertx, VendorStub stub, URI webhook, byte[] key) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000),
            new PoolOptions().setHttp1MaxSize(64));
    this.stub = stub;
    this.webhook = webhook;
    this.key = key.clone();
  }

  /** Sends one alert and waits for the answer; whether it was a 2xx. */
  public boolean send(String alertId) {
    try {
      return Waiting.forResult(post(alertId), PATIENCE.plusSeconds(5));
    } catch (IllegalStateException e) {
      refuse(String.valueOf(e.getCause()));
      return false;
    }
  }

  /** Sends alerts {@code tag-0} to {@code tag-(n-1)} from so many clients without a pause. */
  public void sendAll(String tag, int n, int clients, BooleanSupplier stop) {
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      Thread client =
          new Thread(
              () -> {
                for (int i = next.getAndIncrement();
                    i < n && !stop.getAsBoolean();
                    i = next.getAndIncrement()) {
                  send(tag + "-" + i);
                }
              },
              "client-" + c);
      client.start();
      threads.add(client);
    }
    threads.forEach(LoadDriver::join);
  }

  /**
   * Sends alerts one after the other until one is accepted.
   *
   * @param alive checked between tries; an exception from it ends the wait
   * @return when that was, as {@link System#nanoTime}
   */
  public long sendUntilAccepted(String tag, Duration atMost, Runnable alive) {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (int i = 0; System.nanoTime() < deadline; i++) {
      if (send(tag + "-" + i)) {
        return System.nanoTime();
      }
      alive.run();
      Waiting.sleep(Duration.ofMillis(10));
    }
    throw new IllegalStateException(
        webhook + " accepted no alert within " + atMost.toSeconds() + " s; " + refusals());
  }

  /** Waits until every accepted alert of the tag is done; gives up at the limit or in silence. */
  public void settle(String tag, Duration atMost) {
    long began = System.nanoTime(); // The last call may be from before a slow start.
    Waiting.until(
        () ->
            allDone(tag)
                || System.nanoTime() - Math.max(began, stub.lastCallAt()) > SILENCE.toNanos(),
        atMost,
        Duration.ofMillis(10));
  }

  public boolean allDone(String tag) {
    return stub.traces(tag).stream().allMatch(t -> t.isDone() || !t.wasAccepted());
  }

  /** Alerts not accepted since the last {@link #forgetRefusals}. */
  int refused() {
    return refused.get();
  }

  void forgetRefusals() {
    refused.set(0);
    firstRefusal.set("");
  }

  /** For people: how many were refused and how the first was. */
  public String refusals() {
    return refused() == 0 ? "none refused" : refused() + " refused, the first: " + firstRefusal;
  }

  private Future<Boolean> post(String alertId) {
    AlertPost post = AlertPost.of(alertId, key, Instant.now());
    RequestOptions to =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(webhook.toString())
            .setTimeout(PATIENCE.toMillis());
    post.headers().forEach(to::putHeader);
    Trace trace = stub.trace(alertId);
    trace.sent(System.nanoTime());
    return http.request(to)
        .compose(request -> request.send(Buffer.buffer(post.body())))
        .compose(
            response -> {
              boolean ok = response.statusCode() / 100 == 2;
              if (ok) {
                trace.accepted(System.nanoTime());
              }
              return response
                  .body()
                  .map(
                      body -> {
                        if (!ok) {
                          refuse(response.statusCode() + " " + body);
                        }
                        return ok;
                      });
            })
        .otherwise(
            e -> {
              refuse(String.valueOf(e.getMessage()));
              return trace.wasAccepted();
            });
  }

  private void refuse(String how) {
    if (refused.getAndIncrement() == 0) {
      firstRefusal.set(how.length() > 500 ? how.substring(0, 500) : how);
    }
  }

  private static void join(Thread t) {
    try {
      t.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
