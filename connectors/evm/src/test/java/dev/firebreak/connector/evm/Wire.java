package dev.firebreak.connector.evm;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** What lies between the connector and the node: counts, and loses what it is told to lose. */
final class Wire implements AutoCloseable {
  private enum Loss {
    REQUEST,
    REPLY
  }

  private record Fault(String method, Loss loss) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final UnaryOperator<byte[]> node;
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<Fault> next = Optional.empty();

  Wire(UnaryOperator<byte[]> node) throws IOException {
    this.node = node;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request of this method reaches the node, and its reply nobody. */
  void loseReply(String method) {
    next = Optional.of(new Fault(method, Loss.REPLY));
  }

  /** The next request of this method reaches nobody. */
  void loseRequest(String method) {
    next = Optional.of(new Fault(method, Loss.REQUEST));
  }

  void forget() {
    requests.clear();
    next = Optional.empty();
  }

  int count(String method) {
    return (int) requests.stream().filter(r -> r.path("method").asText().equals(method)).count();
  }

  /** The first parameter of every request of a method. */
  List<String> first(String method) {
    return requests.stream()
        .filter(r -> r.path("method").asText().equals(method))
        .map(r -> r.path("params").path(0).asText())
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode request = Json.parse(body);
    requests.add(request);
    Optional<Loss> loss =
        next.filter(f -> f.method().equals(request.path("method").asText())).map(Fault::loss);
    if (loss.isPresent()) {
      next = Optional.empty();
    }
    if (loss.filter(l -> l == Loss.REQUEST).isPresent()) {
      exchange.close();
      return;
    }
    byte[] reply = node.apply(body);
    if (loss.isPresent()) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
