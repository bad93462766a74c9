package dev.firebreak.app.http;

import dev.firebreak.connector.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import java.util.Optional;

/**
 * A request's body on its way. Chunks and the end come on the connection's thread; the rest may be
 * called by any.
 */
final class Body {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /**
   * As {@code quarkus.http.limits.max-body-size}, which sees to bodies whose length is announced.
   */
  private static final int MOST = 512 * 1024;

  private final RoutingContext context;
  private final Bodies bodies;
  private final Buffer bytes = Buffer.buffer();
  private final long timer;

  /** Bytes that {@link Bodies} counts for it; its to change. */
  long held;

  Body(RoutingContext context, Bodies bodies) {
    this.context = context;
    this.bodies = bodies;
    this.timer =
        context
            .vertx()
            .setTimer(
                LONGEST.toMillis(),
                t ->
                    refuse(
                        408,
                        "Too slow",
                        "The body was not there within "
                            + LONGEST.toSeconds()
                            + " s. Send it again, at once."));
  }

  void read() {
    HttpServerRequest request = context.request();
    request.pause();
    request.exceptionHandler(gone -> drop());
    request.handler(this::add);
    request.endHandler(end -> complete());
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      context.response().writeContinue();
    }
    request.resume();
  }

  private void add(Buffer chunk) {
    if (bytes.length() + chunk.length() > MOST) {
      refuse(413, "Too large", "At most " + MOST + " bytes are taken. Send fewer at once.");
      return;
    }
    bytes.appendBuffer(chunk);
    bodies.hold(this, chunk.length());
  }

  private void complete() {
    if (drop()) {
      // JAX-RS takes what is here instead of having a thread wait for it.
      ((RoutingContextInternal) context).setBody(bytes);
      context.next();
    }
  }

  private boolean drop() {
    context.vertx().cancelTimer(timer);
    return bodies.release(this);
  }

  /** For younger ones; {@link Bodies} does not count it any more. */
  void giveWay() {
    context.vertx().cancelTimer(timer);
    answer(503, "Too busy", "Too much is being sent at once. Send it again in a moment.");
  }

  private void refuse(int status, String title, String detail) {
    if (drop()) {
      answer(status, title, detail);
    }
  }

  /** What is still to come of the body is not waited for: the connection ends. */
  private void answer(int status, String title, String detail) {
    Problem problem = new Problem("about:blank", title, status, detail, Optional.empty());
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", Problem.JSON)
        .putHeader("Retry-After", "2")
        .putHeader("Connection", "close")
        .end(Json.write(problem))
        .onComplete(sent -> context.request().connection().close());
  }
}
