package dev.firebreak.connector.openc2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One consumer over HTTPS: version 1.1 of the transfer puts the command into a message with
 * headers, version 1.0
 * (https://docs.oasis-open.org/openc2/open-impl-https/v1.0/open-impl-https-v1.0.html) sends it bare
 * and has the headers in HTTP's.
 */
final class Consumer {
  private static final String MESSAGE = "application/openc2+json;version=1.0";

  /** RFC 9110 section 5.6.7; the JDK's own constant leaves out the zero of the 1st to 9th. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private static final String REQUEST_ID = "X-Request-ID";

  /**
   * HTTP statuses that are answers to a command, where there is a response with the same one: a web
   * server's 404 is none. Credentials and load are the transfer's matter.
   */
  private static final Set<Integer> TO_COMMANDS = Set.of(400, 404, 500, 501);

  private final VendorHttp http;
  private final OpenC2Settings settings;
  private final boolean enveloped;

  Consumer(VendorHttp http, OpenC2Settings settings) {
    this.http = http;
    this.settings = settings;
    this.enveloped = settings.transfer().equals("1.1");
  }

  /** {@code host} or {@code host:port}. */
  String where() {
    return String.valueOf(settings.url().getAuthority());
  }

  /**
   * Gives a command.
   *
   * @return any answer but those that say that it could not be taken
   * @throws ActionFailure UNKNOWN for an answer that is none, is to another command, or is lost
   */
  Reply command(Command command) throws ActionFailure {
    return send(command.id(), command.body(settings));
  }

  /**
   * Asks; changes nothing.
   *
   * @throws ActionFailure as {@link #command}, but UNAVAILABLE for what would be UNKNOWN
   */
  Reply query(String targetName, Object target) throws ActionFailure {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", "query");
    body.put("target", Map.of(targetName, target));
    body.put("args", Map.of("response_requested", "complete"));
    try {
      return send(UUID.randomUUID().toString(), body);
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("query " + targetName + ": " + e.getMessage(), e)
          : e;
    }
  }

  /** What it says it can do (language section 4.1). */
  Features features() throws ActionFailure {
    Reply reply = query("features", List.of("versions", "profiles", "pairs"));
    if (!reply.done()) {
      throw reply.failure("query features", false);
    }
    return Features.of(reply.results());
  }

  private Reply send(String requestId, Map<String, Object> content) throws ActionFailure {
    Request request = request(requestId, content);
    Response answer = http.exchange(request);
    JsonNode message = parsed(answer);
    JsonNode response = response(message);
    String text = text(response.path("status_text"));
    boolean toCommand =
        TO_COMMANDS.contains(answer.status())
            && response.path("status").intValue() == answer.status();
    if (!answer.ok() && !toCommand) {
      throw http.failure(request, answer, text);
    }
    if (!response.path("status").isInt()) {
      throw ActionFailure.unknown(
          "the answer (HTTP "
              + answer.status()
              + ") is no OpenC2 response; check settings 'path' and 'transfer'");
    }
    requireSame(requestId, message, answer);
    return new Reply(response.path("status").intValue(), text, response.path("results"));
  }

  private void requireSame(String requestId, JsonNode message, Response answer)
      throws ActionFailure {
    String answered =
        Optional.of(message.path("headers").path("request_id").asText(""))
            .filter(id -> enveloped && !id.isEmpty())
            .or(() -> answer.header(REQUEST_ID))
            .orElse("");
    if (!answered.equals(requestId)) {
      throw ActionFailure.unknown(
          "the answer is to another command: its request id is "
              + (answered.isEmpty() ? "missing" : "'" + clean(answered) + "'")
              + ", ours is '"
              + requestId
              + "'");
    }
  }

  private Request request(String requestId, Map<String, Object> content) {
    String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    return Request.json("POST", settings.path(), enveloped ? envelope(requestId, content) : content)
        .withHeader("Content-Type", enveloped ? MESSAGE : "application/openc2-cmd+json;version=1.0")
        .withHeader("Accept", enveloped ? MESSAGE : "application/openc2-rsp+json;version=1.0")
        .withHeader("Cache-Control", "no-cache")
        .withHeader("Date", now)
        .withHeader(REQUEST_ID, requestId)
        .withHeader("Authorization", settings.authorization());
  }

  private static Map<String, Object> envelope(String requestId, Map<String, Object> content) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("headers", Map.of("request_id", requestId));
    message.put("body", Map.of("openc2", Map.of("request", content)));
    return message;
  }

  private JsonNode response(JsonNode message) {
    return enveloped ? message.path("body").path("openc2").path("response") : message;
  }

  /** Null JSON where it is none. */
  private static JsonNode parsed(Response answer) {
    try {
      return Json.parse(answer.body());
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.nullNode();
    }
  }

  private String text(JsonNode said) {
    return clean(said.asText(""));
  }

  /** One line without the credential, should the consumer repeat it. */
  private String clean(String said) {
    String authorization = settings.authorization();
    String credential = authorization.substring(authorization.indexOf(' ') + 1);
    String password = settings.password().map(Secret::reveal).orElse(credential);
    return VendorHttp.oneLine(said.replace(credential, "(secret)").replace(password, "(secret)"));
  }
}
