package dev.firebreak.alert.ocsf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Batch;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes a message apart into its events: one JSON object, an array of them, or, with a media type
 * of {@link #ONE_A_LINE}, one JSON object a line. Places are named as if the events were an array.
 */
final class OcsfMessage {
  /** Media types of newline delimited JSON (https://github.com/ndjson/ndjson-spec). */
  static final Set<String> ONE_A_LINE = Set.of("application/x-ndjson", "application/ndjson");

  private static final int MOST_EVENTS = 1_000;

  private OcsfMessage() {}

  static Batch read(RawMessage message) throws UnusableAlert {
    byte[] body = message.body();
    if (body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b) {
      throw new UnusableAlert(
          "", "the body is compressed with gzip; turn compression off at the sender");
    }
    Batch events =
        new Batch(new Batch.Names("OcsfEventsLeftOut", "OCSF events", "left_out_events"));
    if (isOneALine(message)) {
      lines(text(body), events);
    } else {
      document(body, events);
    }
    return events;
  }

  private static boolean isOneALine(RawMessage message) {
    return message
        .header("content-type")
        .map(t -> t.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(ONE_A_LINE::contains)
        .isPresent();
  }

  private static void document(byte[] body, Batch batch) throws UnusableAlert {
    JsonNode root;
    try {
      root = Json.parse(body);
    } catch (JsonProcessingException e) {
      throw new UnusableAlert(
          "",
          "the message is no single JSON document in UTF-8, repeats a key, or passes the limits of"
              + " depth and length; events one a line need the content type application/x-ndjson");
    }
    JsonBody all = new JsonBody(root, "");
    if (root.isObject()) {
      batch.add(() -> OcsfEvent.alert(all));
    } else if (root.isArray()) {
      List<JsonBody> events = all.items();
      requireNotTooMany(events.size());
      events.forEach(e -> batch.add(() -> OcsfEvent.alert(e)));
    } else {
      throw all.wrong("an OCSF event as an object, or a list of events");
    }
  }

  private static void lines(String text, Batch batch) throws UnusableAlert {
    List<String> lines = text.lines().filter(l -> !l.isBlank()).toList();
    requireNotTooMany(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String place = "/" + i;
      try {
        JsonBody event = new JsonBody(Json.parse(lines.get(i)), place);
        batch.add(() -> OcsfEvent.alert(event));
      } catch (JsonProcessingException e) {
        batch.reject(
            new UnusableAlert(
                place,
                "the line is no JSON document, repeats a key, or passes the limits of depth and"
                    + " length"));
      }
    }
  }

  private static void requireNotTooMany(int events) throws UnusableAlert {
    if (events > MOST_EVENTS) {
      throw new UnusableAlert(
          "", "has " + events + " events; send at most " + MOST_EVENTS + " in one message");
    }
  }

  private static String text(byte[] body) throws UnusableAlert {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableAlert("", "the message is not UTF-8 text; send JSON in UTF-8");
    }
  }
}
