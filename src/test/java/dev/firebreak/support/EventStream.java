package dev.firebreak.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/**
 * Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html) over a socket
 * of its own, so that {@link #close} cuts the connection wherever it is. One reader.
 */
public final class EventStream implements AutoCloseable {
  private final Socket socket;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  private EventStream(Socket socket) {
    this.socket = socket;
  }

  static EventStream open(URI base, String token, long after) {
    try {
      Socket socket = new Socket(base.getHost(), base.getPort());
      String request =
          "GET /api/v1/events HTTP/1.1\r\nHost: firebreak\r\nAccept: text/event-stream\r\n"
              + "Authorization: Bearer "
              + token
              + "\r\nLast-Event-ID: "
              + after
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      EventStream stream = new EventStream(socket);
      InputStream in = socket.getInputStream();
      Thread reader = new Thread(() -> stream.read(in), "events");
      reader.setDaemon(true);
      reader.start();
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException("the events cannot be read", e);
    }
  }

  /** Chunk sizes and headers stand on lines of their own, which do not look like fields. */
  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:") && line.contains("{")) {
          JsonNode event = Json.parse(line.substring(5).strip());
          if (!event.path("seq").asText().equals(id)) {
            throw new IllegalStateException("event " + id + " says that it is " + event);
          }
          events.add(event);
        }
      }
    } catch (JsonProcessingException e) {
      events.add(Json.mapper().createObjectNode().put("broken", e.getMessage()));
    } catch (IOException e) {
      // Cut, by us or by them: there is nothing more to read.
    }
  }

  /** The next one. */
  public JsonNode next() {
    return Await.value("the next event", () -> Optional.ofNullable(events.poll()));
  }

  /** The next one that fits; those before it are passed over. */
  public JsonNode next(Predicate<JsonNode> wanted) {
    JsonNode event = next();
    while (!wanted.test(event)) {
      event = next();
    }
    return event;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Gone already.
    }
  }
}
