package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A client of the application's public HTTP API, as one person. Safe for all threads. */
final class AppClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static {
    // Seconds; shorter than the server keeps a silent connection, or a POST meets one being closed.
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
  }

  private final HttpClient http;
  private final String base;
  private final String token;

  AppClient(String base, String token) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    this.base = base;
    this.token = token;
  }

  /** Where the application is, without a slash at the end. */
  String url() {
    return base;
  }

  /** The same application, another person. */
  AppClient as(String otherToken) {
    return new AppClient(base, otherToken);
  }

  /** Whether the application says it is ready. */
  boolean ready() throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/q/health/ready"))
              .timeout(Duration.ofSeconds(3))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  JsonNode get(String path) throws DemoFailed, InterruptedException {
    return call(request(path).GET().build());
  }

  JsonNode post(String path, Object body) throws DemoFailed, InterruptedException {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build());
  }

  /** Sends an alert as its source would; no bearer token of a person. */
  void alert(String source, byte[] body, Map<String, String> headers)
      throws DemoFailed, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/hooks/" + source))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    call(request.build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(PATIENCE)
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode call(HttpRequest request) throws DemoFailed, InterruptedException {
    String what = request.method() + " " + request.uri().getPath();
    try {
      HttpResponse<byte[]> r = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (r.statusCode() / 100 != 2) {
        throw new DemoFailed(what + " was answered with HTTP " + r.statusCode() + detail(r.body()));
      }
      return r.body().length == 0 ? Json.mapper().createObjectNode() : Json.parse(r.body());
    } catch (JsonProcessingException e) {
      throw new DemoFailed(what + " was answered with something that is not JSON");
    } catch (IOException e) {
      throw new DemoFailed(what + " got no answer: " + e);
    }
  }

  private static String detail(byte[] problem) {
    try {
      JsonNode json = Json.parse(problem);
      String text = json.path("detail").asText(json.path("title").asText(""));
      return text.isEmpty() ? "" : ": " + Page.clean(text);
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /**
   * Follows the event stream until the thread is interrupted; comes back after a break where it
   * left off.
   */
  void follow(Consumer<JsonNode> take) {
    EventLines lines = new EventLines(take);
    while (!Thread.currentThread().isInterrupted()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + "/api/v1/events"))
              .header("Accept", "text/event-stream")
              .header("Authorization", "Bearer " + token);
      // From the very beginning at first: nothing may slip by while the connection is made.
      request.header("Last-Event-ID", lines.lastId().orElse("0"));
      try {
        HttpResponse<Stream<String>> r =
            http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> body = r.body()) {
          if (r.statusCode() == 200) {
            body.forEach(lines::take);
          }
        }
        Thread.sleep(200);
      } catch (InterruptedException e) {
        return;
      } catch (IOException | java.io.UncheckedIOException e) {
        lines.broken();
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
