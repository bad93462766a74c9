package dev.firebreak.crash;

import dev.firebreak.bench.AppHome;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.bench.LoadDriver;
import dev.firebreak.bench.Step;
import dev.firebreak.bench.Trace;
import dev.firebreak.bench.VendorStub;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Processes of the shipped build that freeze, isolate, revoke and open a ticket for each alert, at
 * a vendor in this JVM that counts.
 */
final class Contain4 implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration VENDOR_TAKES = Duration.ofMillis(300);

  final VendorStub vendor;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final byte[] key = AppHome.newKey();

  Contain4() {
    vendor = VendorStub.start(vertx);
    vendor.answerAfter(VENDOR_TAKES);
  }

  /** An application with an empty home; nothing runs yet. */
  AppProcess prepare(String home, String node) {
    Path folder = Firebreak.emptyHome(home);
    return AppHome.prepare(Firebreak.ROOT, folder, vendor.url(), key, node);
  }

  /** Starts it and waits until it takes alerts. */
  void start(AppProcess app, String tag) {
    app.start();
    to(app).sendUntilAccepted(tag, START, app::checkAlive);
  }

  LoadDriver to(AppProcess app) {
    return new LoadDriver(vertx, vendor, AppHome.webhook(app), key);
  }

  /**
   * Sends alerts from four clients until the vendor takes its {@code call}-th call from now on;
   * then does that to the application and stops sending.
   */
  void sendUntilCall(AppProcess app, String tag, int call, Runnable disturb) {
    CountDownLatch reached = new CountDownLatch(1);
    vendor.atCall(call, reached::countDown);
    Thread disturber =
        new Thread(
            () -> {
              await(reached);
              disturb.run();
            },
            "disturber");
    disturber.start();
    to(app).sendAll(tag, call, 4, () -> reached.getCount() == 0);
    try {
      disturber.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void await(CountDownLatch reached) {
    try {
      if (!reached.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the vendor was not called often enough");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The alerts of a tag that were answered 2xx. */
  List<Trace> accepted(String tag) {
    return vendor.traces(tag).stream().filter(Trace::wasAccepted).toList();
  }

  /** Waits until all four calls have come for every accepted alert of a tag. */
  void awaitDone(String tag) {
    Await.until("all calls for " + tag, () -> accepted(tag).stream().allMatch(Trace::isDone));
  }

  /** Alerts for which a call took effect twice at a vendor that honours idempotency keys. */
  List<String> doneTwice(String tag) {
    return vendor.traces(tag).stream()
        .filter(t -> List.of(Step.values()).stream().anyMatch(s -> t.effects(s) > 1))
        .map(Trace::id)
        .toList();
  }

  /** The signing key, as the configuration writes it. */
  String secret() {
    return java.util.Base64.getEncoder().encodeToString(key);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
