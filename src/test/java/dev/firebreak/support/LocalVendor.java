package dev.firebreak.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A vendor at a socket of its own on 127.0.0.1, with a memory that a test gives it. */
public final class LocalVendor implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /**
   * What was asked.
   *
   * @param path with its query
   * @param headers by name as {@link com.sun.net.httpserver.Headers} spells it
   */
  public record Call(String method, String path, Map<String, List<String>> headers, String body) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(v -> String.join(", ", v));
    }

    public boolean isBearer(String token) {
      return header("Authorization").filter(a -> a.equals("Bearer " + token)).isPresent();
    }
  }

  /** What is answered, as JSON. */
  public record Reply(int status, String body) {}

  private LocalVendor(HttpServer server) {
    this.server = server;
  }

  /**
   * @param answers called by several threads
   */
  public static LocalVendor start(Function<Call, Reply> answers) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      LocalVendor vendor = new LocalVendor(server);
      server.setExecutor(vendor.threads);
      server.createContext("/", exchange -> vendor.answer(exchange, answers));
      server.start();
      return vendor;
    } catch (IOException e) {
      throw new UncheckedIOException("no vendor can be started", e);
    }
  }

  private void answer(HttpExchange exchange, Function<Call, Reply> answers) throws IOException {
    try (exchange) {
      Call call =
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      calls.add(call);
      Reply reply = answers.apply(call);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Where it is, {@code http://127.0.0.1:PORT}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All that was asked, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
