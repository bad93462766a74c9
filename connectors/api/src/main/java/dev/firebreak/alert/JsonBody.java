package dev.firebreak.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a sender's JSON message, read by relative pointers (RFC 6901) of plain names: {@code
 * /a/b}, without {@code ~} escapes. Absent and null are empty; a wrong type is an {@link
 * UnusableAlert} with its place. Texts come back cut to a length in UTF-16 characters and free of
 * NUL and half characters, which a database would refuse. Immutable as long as nobody changes the
 * node.
 *
 * @param node the value there, never null or missing
 * @param pointer where it is, {@code ""} for the whole message
 */
public record JsonBody(JsonNode node, String pointer) {
  /** ISO 8601, with a blank for the T, an offset in any of its forms or none (then UTC). */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX][X]")
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter(Locale.ROOT);

  private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * The object a message consists of.
   *
   * @throws UnusableAlert when the bytes are not UTF-8, not one JSON document within the limits of
   *     {@link Json}, or no object
   */
  public static JsonBody parse(byte[] utf8) throws UnusableAlert {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new UnusableAlert("", "the message is not UTF-8 text; send JSON in UTF-8");
    }
  }

  /** {@link #parse(byte[])} for text; a byte order mark before it is skipped. */
  public static JsonBody parse(String text) throws UnusableAlert {
    try {
      JsonNode root = Json.parse(text);
      JsonBody body = new JsonBody(root, "");
      if (!root.isObject()) {
        throw body.wrong("a JSON object");
      }
      return body;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw new UnusableAlert(
          "",
          "the message is no JSON, repeats a key, or passes the limits of depth and length"
              + where);
    }
  }

  /** What is at a pointer below this place; empty where it or anything before it is missing. */
  public Optional<JsonBody> at(String relative) throws UnusableAlert {
    JsonBody here = this;
    for (String name : relative.substring(1).split("/")) {
      if (!here.node.isObject()) {
        throw here.wrong("an object");
      }
      JsonNode child = here.node.get(name);
      if (child == null || child.isNull()) {
        return Optional.empty();
      }
      here = here.child(name, child);
    }
    return Optional.of(here);
  }

  /** A text, cut to {@code max} characters; empty also where it is blank. */
  public Optional<String> text(String relative, int max) throws UnusableAlert {
    Optional<JsonBody> found = at(relative);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(found.get().text(max)).filter(JsonBody::says);
  }

  /** This text, cut to {@code max} characters. */
  public String text(int max) throws UnusableAlert {
    if (!node.isTextual()) {
      throw wrong("text");
    }
    return bounded(node.textValue(), max);
  }

  /** A text that must be there and not be blank. */
  public String required(String relative, int max) throws UnusableAlert {
    return text(relative, max)
        .orElseThrow(
            () ->
                new UnusableAlert(
                    pointer + relative,
                    "is missing or empty; expected a text with something in it"));
  }

  /** This text, number or truth value as text; anything else as compact JSON. */
  public String shown(int max) {
    return bounded(node.isValueNode() ? node.asText() : Json.write(node), max);
  }

  /** A truth value. */
  public Optional<Boolean> flag(String relative) throws UnusableAlert {
    Optional<JsonBody> found = at(relative);
    if (found.isPresent() && !found.get().node.isBoolean()) {
      throw found.get().wrong("true or false");
    }
    return found.map(f -> f.node.booleanValue());
  }

  /** A number, as exact as it was written. */
  public Optional<BigDecimal> number(String relative) throws UnusableAlert {
    Optional<JsonBody> found = at(relative);
    if (found.isPresent() && !found.get().node.isNumber()) {
      throw found.get().wrong("a number");
    }
    return found.map(f -> f.node.decimalValue());
  }

  /** A whole number that fits a long. */
  public Optional<Long> whole(String relative) throws UnusableAlert {
    Optional<JsonBody> found = at(relative);
    if (found.isPresent()
        && !(found.get().node.isIntegralNumber() && found.get().node.canConvertToLong())) {
      throw found.get().wrong("a whole number");
    }
    return found.map(f -> f.node.longValue());
  }

  /** The elements of an array; none where it is missing. Null elements are left out. */
  public List<JsonBody> items(String relative) throws UnusableAlert {
    Optional<JsonBody> found = at(relative);
    return found.isEmpty() ? List.of() : found.get().items();
  }

  /** The elements of this array. */
  public List<JsonBody> items() throws UnusableAlert {
    if (!node.isArray()) {
      throw wrong("a list");
    }
    List<JsonBody> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      if (!node.get(i).isNull()) {
        items.add(child(Integer.toString(i), node.get(i)));
      }
    }
    return items;
  }

  /** The members of an object in their order; none where it is missing. Null ones are left out. */
  public Map<String, JsonBody> members(String relative) throws UnusableAlert {
    Optional<JsonBody> found = at(relative);
    return found.isEmpty() ? Map.of() : found.get().members();
  }

  /** The members of this object. */
  public Map<String, JsonBody> members() throws UnusableAlert {
    if (!node.isObject()) {
      throw wrong("an object");
    }
    Map<String, JsonBody> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      if (!e.getValue().isNull()) {
        members.put(e.getKey(), child(e.getKey(), e.getValue()));
      }
    }
    return members;
  }

  /** A time given as text; empty also where the text is no time or one of no use, like year 1. */
  public Optional<Instant> time(String relative) throws UnusableAlert {
    return text(relative, 64).flatMap(JsonBody::instant);
  }

  /** The time a text gives in ISO 8601, UTC where it has no offset; empty where it is none. */
  public static Optional<Instant> instant(String text) {
    try {
      return sane(OffsetDateTime.parse(text.strip(), TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Empty for times before 1971 and after 9998, which mean "none" or cannot be stored. */
  public static Optional<Instant> sane(Instant time) {
    return Optional.of(time).filter(t -> t.isAfter(EARLIEST) && t.isBefore(LATEST));
  }

  /**
   * A complaint about this place.
   *
   * @param expected what should be there, for example {@code "a list"}
   */
  public UnusableAlert wrong(String expected) {
    String found =
        switch (node.getNodeType()) {
          case STRING -> "text";
          case NUMBER -> "a number";
          case BOOLEAN -> "true or false";
          case ARRAY -> "a list";
          case OBJECT -> "an object";
          default -> "nothing";
        };
    return new UnusableAlert(pointer, "expected " + expected + ", found " + found);
  }

  private JsonBody child(String name, JsonNode child) {
    return new JsonBody(child, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
  }

  private static boolean says(String text) {
    return !text.isBlank();
  }

  /** The text without NUL and half characters, at most {@code max} long. */
  public static String bounded(String text, int max) {
    return StorableText.cut(text, max);
  }
}
