package dev.firebreak.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods this connector calls and what their answers mean. Safe for all threads. */
record SlackApi(VendorHttp http, Secret token) {
  /** Name and member under which a message carries the key of its step. */
  static final String METADATA = "firebreak_step";

  static final String KEY = "key";

  private static final int MOST_PAGES = 5;
  private static final String HISTORY =
      "/conversations.history?channel={}&oldest={}&include_all_metadata=true&limit=100&cursor=";
  private static final String REPLIES =
      "/conversations.replies?channel={}&ts={}&oldest={}&include_all_metadata=true&limit=100&cursor=";

  /**
   * https://docs.slack.dev/reference/methods/chat.postMessage and .../chat.update
   *
   * @param method one of the two
   */
  Posted write(String method, Map<String, Object> message) throws ActionFailure {
    String what =
        (method.equals("chat.update") ? "changing a message in " : "posting to ")
            + message.get("channel");
    Request request = Request.json("POST", "/" + method, message);
    JsonNode answer = answer(request, what, false);
    String channel = answer.path("channel").asText("");
    String ts = answer.path("ts").asText("");
    if (!Place.isTs(ts) || channel.isEmpty()) {
      throw ActionFailure.unknown(
          what + ": Slack accepted it, but its answer names no message; look into the channel");
    }
    return new Posted(channel, ts);
  }

  /**
   * The message of a step, among those since a time.
   * https://docs.slack.dev/reference/methods/conversations.history and .../conversations.replies
   */
  Optional<Posted> posted(String channel, Optional<String> thread, String key, Instant since)
      throws ActionFailure {
    String oldest = since.getEpochSecond() + ".000000";
    String first =
        thread
            .map(t -> Request.path(REPLIES, channel, t, oldest))
            .orElseGet(() -> Request.path(HISTORY, channel, oldest));
    Optional<String> cursor = Optional.of("");
    for (int page = 0; page < MOST_PAGES && cursor.isPresent(); page++) {
      String target = cursor.get().isEmpty() ? first : first + Request.path("{}", cursor.get());
      JsonNode answer = answer(Request.get(target), "looking into " + channel, true);
      for (JsonNode m : answer.path("messages")) {
        JsonNode metadata = m.path("metadata");
        if (metadata.path("event_type").asText("").equals(METADATA)
            && metadata.path("event_payload").path(KEY).asText("").equals(key)
            && Place.isTs(m.path("ts").asText(""))) {
          return Optional.of(new Posted(channel, m.path("ts").asText()));
        }
      }
      cursor = next(answer);
    }
    return Optional.empty();
  }

  private static Optional<String> next(JsonNode answer) {
    return Optional.of(answer.path("response_metadata").path("next_cursor").asText(""))
        .filter(c -> !c.isBlank() && c.length() < 500);
  }

  /**
   * Who a token is.
   *
   * @param name of the app's user and of the workspace
   * @param scopes what the token may do; empty where Slack does not say
   */
  record Self(String name, Optional<Set<String>> scopes) {}

  /** https://docs.slack.dev/reference/methods/auth.test */
  Self self() throws ActionFailure {
    Request request = Request.post("/auth.test");
    Response r = exchange(request);
    JsonNode answer = answer(request, r, "asking Slack who we are", true);
    String name =
        PlainText.line(answer.path("user").asText("the app"), 80)
            + " in "
            + PlainText.line(answer.path("team").asText("a workspace"), 80)
            + " ("
            + PlainText.line(answer.path("team_id").asText("no id"), 20)
            + ")";
    Optional<Set<String>> scopes =
        r.header("x-oauth-scopes")
            .map(s -> Arrays.stream(s.split(",")).map(String::strip).collect(Collectors.toSet()));
    return new Self(name, scopes);
  }

  private JsonNode answer(Request request, String what, boolean onlyRead) throws ActionFailure {
    return answer(request, exchange(request), what, onlyRead);
  }

  private JsonNode answer(Request request, Response r, String what, boolean onlyRead)
      throws ActionFailure {
    if (!http.accepted(request, r, "").ok()) {
      throw http.failure(request, r, "");
    }
    JsonNode answer = r.json();
    JsonNode ok = answer.path("ok");
    if (!ok.isBoolean()) {
      String message = what + ": the answer does not say whether it is ok; check setting 'url'";
      throw onlyRead ? ActionFailure.unavailable(message) : ActionFailure.unknown(message);
    }
    if (!ok.booleanValue()) {
      throw SlackErrors.of(what, r, answer, onlyRead);
    }
    return answer;
  }

  private Response exchange(Request request) throws ActionFailure {
    return http.exchange(request.withHeader("Authorization", "Bearer " + token.reveal()));
  }
}
