package dev.firebreak.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Plain HTTP without anybody's token. Safe for all threads. */
public final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI base;

  Http(URI base) {
    this.base = base;
  }

  /** Sends anything; a path may be spelled in any way that is a URI. */
  public Answer send(String method, String path, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  /**
   * How an answer begins, of which there may be no end.
   *
   * @param beginning of an error's body
   */
  public record Head(int status, String beginning) {}

  /** Sends anything, and reads no more than the beginning. */
  public Head head(String method, String path, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] read = answer.statusCode() < 400 ? new byte[0] : in.readNBytes(2_000);
        return new Head(answer.statusCode(), new String(read, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Where a path is. */
  public URI at(String path) {
    return URI.create(base + path);
  }

  /** Sends a request as it stands. */
  public Answer send(HttpRequest request) {
    try {
      return Answer.of(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(request.method() + " " + request.uri() + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public Answer get(String path, Map<String, String> headers) {
    return send("GET", path, headers, new byte[0]);
  }

  public Answer post(String path, Map<String, String> headers, byte[] body) {
    return send("POST", path, headers, body);
  }
}
