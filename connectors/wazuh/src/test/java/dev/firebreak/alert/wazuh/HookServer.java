package dev.firebreak.alert.wazuh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands what is posted to a source, as Firebreak's hook does; may answer something else first. */
final class HookServer implements AutoCloseable {
  /**
   * What came.
   *
   * @param sender what the source said of the sender
   */
  record Received(RawMessage message, Sender sender) {}

  /**
   * An answer of a server in trouble.
   *
   * @param headers one value each
   */
  record Answer(int status, Map<String, String> headers, String body) {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  final Queue<Answer> first = new ConcurrentLinkedQueue<>();

  private final AlertSource source;
  private final HttpServer server;

  HookServer(AlertSource source) throws IOException {
    this.source = source;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/wazuh";
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), List.copyOf(v)));
    RawMessage message =
        new RawMessage(headers, Optional.empty(), exchange.getRequestBody().readAllBytes());
    Sender sender = source.authenticate(message, Instant.now());
    received.add(new Received(message, sender));
    Answer next = first.poll();
    Answer answer = next == null ? asTheHook(message, sender) : next;
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Answer asTheHook(RawMessage message, Sender sender) {
    if (!(sender instanceof Sender.Authentic)) {
      return new Answer(401, Map.of(), "");
    }
    try {
      Parsed parsed = source.parse(message);
      return new Answer(202, Map.of(), "{\"message\":\"" + parsed.hashCode() + "\"}");
    } catch (UnusableAlert e) {
      return new Answer(
          422, Map.of(), "{\"detail\":\"" + e.pointer() + " " + e.getMessage() + "\"}");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
