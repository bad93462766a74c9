package dev.firebreak.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;

/**
 * The one text of a JSON value: RFC 8785, https://www.rfc-editor.org/rfc/rfc8785. Whoever has the
 * values has the bytes, and so the hash.
 */
final class Canonical {
  private static final Pattern PLAIN = Pattern.compile("[ !#-\\[\\]-~]*");
  private static final Pattern EXACT_INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,14})");

  /** Reads what we wrote ourselves, so it has no limits: an entry that was written is sealed. */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNumberLength(100_000)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Canonical() {}

  /**
   * The canonical text of an entry's data. A number that a double cannot hold, such as an amount in
   * wei, becomes text with the same digits, as RFC 8785 advises (appendix D); half a surrogate pair
   * becomes U+FFFD.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  static String data(String json) {
    try {
      JsonNode value = MAPPER.readTree(json);
      if (value.isMissingNode()) {
        throw new IllegalArgumentException("nothing is not JSON");
      }
      return canonical(MAPPER.writeValueAsString(exact(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  /**
   * The canonical text of an entry, which its leaf hash covers.
   *
   * @param data canonical itself; taken as it is
   */
  static String line(
      long seq, Instant at, String actor, String kind, Optional<UUID> incident, String data) {
    StringBuilder line = new StringBuilder(data.length() + 200);
    line.append("{\"actor\":").append(quoted(actor));
    line.append(",\"at\":\"").append(at).append("\",\"data\":").append(data);
    incident.ifPresent(i -> line.append(",\"incident\":\"").append(i).append('"'));
    line.append(",\"kind\":").append(quoted(kind));
    return line.append(",\"seq\":").append(seq).append('}').toString();
  }

  /** Whether it is one JSON value, and not text that runs on into the entry's other fields. */
  static boolean isOneValue(String data) {
    try {
      return !MAPPER.readTree(data).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches()) {
      return "\"" + text + "\"";
    }
    String array = canonical("[" + TextNode.valueOf(whole(text)) + "]");
    return array.substring(1, array.length() - 1);
  }

  private static String canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedString();
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static JsonNode exact(JsonNode node) {
    if (node.isNumber()) {
      return isExact(node) ? node : TextNode.valueOf(node.asText());
    } else if (node.isTextual()) {
      return TextNode.valueOf(whole(node.asText()));
    } else if (node.isArray()) {
      ArrayNode array = MAPPER.createArrayNode();
      node.forEach(n -> array.add(exact(n)));
      return array;
    } else if (node.isObject()) {
      ObjectNode object = MAPPER.createObjectNode();
      node.properties().forEach(p -> object.set(whole(p.getKey()), exact(p.getValue())));
      return object;
    }
    return node;
  }

  private static boolean isExact(JsonNode number) {
    String digits = number.asText();
    if (EXACT_INTEGER.matcher(digits).matches()) {
      return true;
    }
    double nearest = number.doubleValue();
    try {
      return Double.isFinite(nearest)
          && new BigDecimal(NumberToJSON.serializeNumber(nearest)).compareTo(new BigDecimal(digits))
              == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Without halves of surrogate pairs, which no UTF-8 can hold. */
  private static String whole(String text) {
    boolean broken =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (!broken) {
      return text;
    }
    StringBuilder whole = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }
}
