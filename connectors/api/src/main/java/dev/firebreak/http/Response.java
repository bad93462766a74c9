package dev.firebreak.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * One complete HTTP answer.
 *
 * @param toRead whether the request was a GET or HEAD, so that nothing was changed whatever became
 *     of the answer
 * @param status 100 to 599
 * @param headers names in lower case
 * @param body all of it
 */
public record Response(boolean toRead, int status, Map<String, List<String>> headers, byte[] body) {
  /** Whether the status is 2xx. */
  public boolean ok() {
    return status / 100 == 2;
  }

  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The body as JSON. Ask only where the status says there is some.
   *
   * @throws ActionFailure UNKNOWN when a 2xx answer to a changing request is no JSON: the vendor
   *     may have acted; UNAVAILABLE otherwise
   */
  public JsonNode json() throws ActionFailure {
    try {
      return Json.parse(body);
    } catch (JsonProcessingException e) {
      throw unreadable("JSON");
    }
  }

  /**
   * The body as XML, without document types and what they can fetch. Ask only where the status says
   * there is some.
   *
   * @throws ActionFailure as {@link #json}
   */
  public Document xml() throws ActionFailure {
    try {
      return XmlReader.read(body);
    } catch (SAXException e) {
      throw unreadable("XML");
    }
  }

  private ActionFailure unreadable(String format) {
    String message =
        "the answer (HTTP "
            + status
            + ", "
            + header("content-type").orElse("no content type")
            + ", "
            + body.length
            + " bytes) is not the "
            + format
            + " this vendor documents";
    return ok() && !toRead ? ActionFailure.unknown(message) : ActionFailure.unavailable(message);
  }
}
