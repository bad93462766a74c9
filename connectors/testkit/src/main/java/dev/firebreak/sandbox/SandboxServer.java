package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP side of the sandbox: one server, a mount for each vendor, faults, the control calls. */
final class SandboxServer implements AutoCloseable {
  private static final int LARGEST_BODY = 1024 * 1024;
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Faults faults;
  private final World world;

  /**
   * Starts answering.
   *
   * @param server as {@link #bind} made it
   */
  SandboxServer(HttpServer server, World world, Faults faults) {
    this.server = server;
    this.world = world;
    this.faults = faults;
    AtomicInteger n = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            r -> {
              Thread t = new Thread(r, "sandbox-" + n.incrementAndGet());
              t.setDaemon(true);
              return t;
            });
    server.setExecutor(threads);
    for (String vendor : world.vendors.keySet()) {
      mount("/" + vendor, ask -> vendor(vendor, ask));
    }
    mount("/_sandbox", ask -> Optional.of(control(ask)));
    mount("/jira/browse", ask -> Optional.of(browse(ask)));
    server.start();
  }

  /**
   * Takes a port of 127.0.0.1.
   *
   * @param port 0 for any free one
   */
  static HttpServer bind(int port) throws IOException {
    // Without it every answer with a body waits 40 ms for the client's delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    return HttpServer.create(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
  }

  private void mount(String path, Desk desk) {
    server.createContext(path, x -> handle(x, path, desk));
  }

  /** Answers, or stays silent where it is empty. */
  private interface Desk {
    Optional<Reply> take(Ask ask) throws InterruptedException;
  }

  private static void handle(HttpExchange x, String mount, Desk desk) throws IOException {
    try (x) {
      byte[] body;
      try (InputStream in = x.getRequestBody()) {
        body = in.readNBytes(LARGEST_BODY);
      }
      Map<String, String> headers = new HashMap<>();
      x.getRequestHeaders()
          .forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v.isEmpty() ? "" : v.get(0)));
      Ask ask =
          new Ask(x.getRequestMethod(), mount, x.getRequestURI().toASCIIString(), headers, body);
      Optional<Reply> reply = desk.take(ask);
      // Closing the exchange before any answer cuts the connection.
      if (reply.isPresent()) {
        send(x, reply.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange x, Reply reply) throws IOException {
    reply.headers().forEach((k, v) -> x.getResponseHeaders().set(k, v));
    x.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
    if (reply.body().length > 0) {
      x.getResponseBody().write(reply.body());
    }
  }

  private Optional<Reply> vendor(String vendor, Ask ask) throws InterruptedException {
    Optional<FaultRule> fault = faults.take(vendor, ask);
    if (fault.isEmpty()) {
      return Optional.of(done(vendor, ask));
    }
    VendorApi api = world.vendor(vendor);
    switch (fault.get().fault()) {
      case HTTP_429 -> {
        long seconds = Math.max(1, fault.get().delay().toSeconds());
        return Optional.of(
            api.error(429, "API call exceeded rate limit").with("Retry-After", "" + seconds));
      }
      case HTTP_500 -> {
        return Optional.of(api.error(500, "Internal Server Error"));
      }
      case TIMEOUT -> {
        waitFor(LONGEST_SILENCE);
        return Optional.empty();
      }
      case DROPPED_REPLY -> {
        done(vendor, ask);
        return Optional.empty();
      }
      case SLOW -> {
        Reply late = done(vendor, ask);
        waitFor(fault.get().delay());
        return Optional.of(late);
      }
    }
    throw new IllegalStateException("every fault is handled above");
  }

  private void waitFor(Duration time) throws InterruptedException {
    boolean unused = closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Reply done(String vendor, Ask ask) {
    try {
      return world.answer(vendor, ask);
    } catch (JsonProcessingException e) {
      return world.vendor(vendor).error(400, "the body is not JSON");
    } catch (RuntimeException e) {
      return world.vendor(vendor).error(400, "not understood: " + e.getMessage());
    }
  }

  private Reply control(Ask ask) {
    try {
      if (ask.is("GET", "state")) {
        return Reply.json(200, world.state());
      } else if (ask.is("POST", "faults")) {
        faults.add(fault(ask.json()));
        return Reply.empty(204);
      } else if (ask.is("DELETE", "faults")) {
        faults.clear();
        return Reply.empty(204);
      } else if (ask.is("POST", "drain")) {
        JsonNode body = ask.json();
        world.drain(
            body.path("wallet").asText(Sandbox.HOT_WALLET),
            new BigDecimal(body.path("usdPerSecond").asText("10000")));
        return Reply.json(200, world.state());
      } else if (ask.is("DELETE", "drain")) {
        world.at(
            () -> {
              world.withdrawals.stopThief();
              return true;
            });
        return Reply.empty(204);
      }
      return Reply.json(
          404,
          Map.of(
              "detail",
              "known: GET /_sandbox/state, POST and DELETE /_sandbox/faults and /_sandbox/drain"));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Reply.json(400, Map.of("detail", String.valueOf(e.getMessage())));
    }
  }

  private static FaultRule fault(JsonNode body) {
    return new FaultRule(
        body.path("vendor").asText(""),
        Fault.valueOf(body.path("fault").asText("").toUpperCase(Locale.ROOT)),
        body.path("times").asInt(1),
        text(body, "method"),
        text(body, "path"),
        body.hasNonNull("delayMs")
            ? Duration.ofMillis(body.path("delayMs").asLong())
            : FaultRule.DEFAULT_DELAY);
  }

  /** The page behind a ticket's link, as plain text. */
  private Reply browse(Ask ask) {
    String key = ask.segments().isEmpty() ? "" : ask.segments().get(0);
    return world
        .ticket(key)
        .map(
            text ->
                new Reply(
                    200,
                    Map.of(
                        "Content-Type", "text/plain; charset=utf-8",
                        "X-Content-Type-Options", "nosniff"),
                    text.getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() -> Reply.empty(404));
  }

  private static Optional<String> text(JsonNode body, String name) {
    return body.hasNonNull(name) ? Optional.of(body.path(name).asText()) : Optional.empty();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
