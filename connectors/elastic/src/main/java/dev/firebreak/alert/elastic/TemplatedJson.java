package dev.firebreak.alert.elastic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as a Mustache loop writes it: one comma before a closing bracket is passed over, because
 * {@code {{#context.alerts}}{...},{{/context.alerts}}} cannot leave out the last. Everything else
 * is as strict, and as limited, as {@link Json}: a trailing comma adds no element and changes none.
 */
final class TemplatedJson {
  private static final JsonMapper MAPPER =
      Json.mapper().rebuild().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

  private TemplatedJson() {}

  /** The document, an object or a list. */
  static JsonBody read(byte[] utf8) throws UnusableAlert {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonNode root = Json.parse(text, MAPPER);
      JsonBody body = new JsonBody(root, "");
      if (!root.isObject() && !root.isArray()) {
        throw body.wrong("an object or a list of alerts");
      }
      return body;
    } catch (CharacterCodingException e) {
      throw new UnusableAlert("", "the message is not UTF-8 text; send JSON in UTF-8");
    } catch (JsonProcessingException e) {
      throw new UnusableAlert("", "the message is no JSON" + place(e) + ". " + ADVICE);
    }
  }

  private static final String ADVICE =
      "A variable that is missing for this kind of rule, or a loop written by hand, breaks the"
          + " body: use the body given on the page of the source elastic, which writes the alerts"
          + " with asJSON";

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }
}
