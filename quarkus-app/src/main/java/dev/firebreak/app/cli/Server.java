package dev.firebreak.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server's API, as one person. Every failure is a {@link CannotDo}. */
final class Server {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private Optional<String> stopped = Optional.empty();
  private final URI base;
  private final String token;

  Server(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** What the last answer said about a stop, for people. */
  Optional<String> stopped() {
    return stopped;
  }

  /**
   * @param path below {@code /api/v1}
   */
  JsonNode get(String path) {
    return json(send(request(path).GET().timeout(Duration.ofSeconds(30)).build()));
  }

  /** Writes an answer to a file that does not exist yet; nothing is left of one that fails. */
  void download(String path, Path file) {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      HttpResponse<InputStream> answer =
          exchange(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          Files.delete(file);
          throw refused(
              answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
        body.transferTo(out);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CannotDo(CannotDo.USAGE, file + " exists already; name a new file.");
    } catch (NoSuchFileException e) {
      throw new CannotDo(CannotDo.USAGE, "the folder of " + file + " does not exist.");
    } catch (IOException e) {
      throw new CannotDo(CannotDo.REFUSED, file + " could not be written whole: " + e.getMessage());
    }
  }

  /** The items of a list, whether wrapped in {@code items} or bare. */
  List<JsonNode> list(String path) {
    JsonNode answer = get(path);
    List<JsonNode> items = new ArrayList<>();
    (answer.isArray() ? answer : answer.path("items")).forEach(items::add);
    return items;
  }

  JsonNode post(String path, JsonNode body) {
    return json(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .timeout(Duration.ofSeconds(60))
                .build()));
  }

  /**
   * The event stream's lines, until it breaks.
   *
   * @param after the last event already seen
   */
  Stream<String> events(Optional<String> after) {
    HttpRequest.Builder request = request("/events").header("Accept", "text/event-stream").GET();
    after.ifPresent(id -> request.header("Last-Event-ID", id));
    HttpResponse<Stream<String>> answer =
        exchange(request.build(), HttpResponse.BodyHandlers.ofLines());
    if (answer.statusCode() != 200) {
      throw refused(answer.statusCode(), String.join("\n", answer.body().toList()));
    }
    return answer.body();
  }

  /** One part of a path, encoded as data. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(base.toString().replaceAll("/+$", "") + "/api/v1" + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest request) {
    HttpResponse<String> answer = exchange(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw refused(answer.statusCode(), answer.body());
    }
    return answer.body();
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      HttpResponse<T> answer = http.send(request, handler);
      stopped = answer.headers().firstValue("Firebreak-Stopped");
      return answer;
    } catch (IOException e) {
      throw new CannotDo(
          CannotDo.NOT_REACHABLE,
          "no server answers at " + base + ". Start one with ./firebreak serve.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotDo(CannotDo.NOT_REACHABLE, "interrupted");
    }
  }

  private static CannotDo refused(int status, String body) {
    if (status == 401) {
      return new CannotDo(
          CannotDo.REFUSED,
          "the server does not accept this token. Is it of another home (--home DIR), or"
              + " replaced?");
    }
    String why = "";
    try {
      JsonNode problem = JSON.readTree(body);
      why = problem.path("detail").asText(problem.path("title").asText(""));
    } catch (JsonProcessingException e) {
      // Not from our API, so its text is of no use to the reader.
    }
    return new CannotDo(
        CannotDo.REFUSED, why.isBlank() ? "the server answered HTTP " + status : Plain.text(why));
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new CannotDo(CannotDo.REFUSED, "the server's answer is no JSON; is it Firebreak?");
    }
  }
}
