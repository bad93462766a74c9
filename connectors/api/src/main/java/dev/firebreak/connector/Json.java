package dev.firebreak.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The one JSON mapper, strict on the way in: no trailing tokens, no duplicate keys, no unknown
 * properties, no coercion of types, depth at most 64, strings at most 256 KiB, numbers at most 100
 * characters. Instants are ISO 8601 text. Safe for all threads.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxStringLength(256 * 1024)
                          .maxNumberLength(100)
                          .maxNameLength(2_000)
                          .maxDocumentLength(4L * 1024 * 1024)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Parses one complete JSON document in UTF-8 (RFC 8259, section 8.1); a byte order mark before it
   * is skipped. UTF-16 and UTF-32 are refused like any other bytes that are not UTF-8.
   *
   * @throws JsonProcessingException with the place (line, column) of the fault
   */
  public static JsonNode parse(byte[] utf8) throws JsonProcessingException {
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    out.flip();
    if (result.isError()) {
      throw new JsonParseException(null, "not UTF-8", place(in.position(), out.toString()));
    }
    return parse(out.toString());
  }

  private static JsonLocation place(int bytes, String before) {
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    return new JsonLocation(ContentReference.unknown(), bytes, -1, line, column);
  }

  /** {@link #parse(byte[])} for text. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return parse(text, MAPPER);
  }

  /** {@link #parse(String)} for a sender whose JSON is not quite that. */
  public static JsonNode parse(String text, JsonMapper mapper) throws JsonProcessingException {
    try {
      return mapper.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (NumberFormatException e) {
      // JSON sets no limit to an exponent, BigDecimal does, and Jackson lets its exception pass.
      throw new JsonParseException(null, "a number whose exponent is too large", e);
    }
  }

  /** The value as compact JSON. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  /** The value as compact JSON in UTF-8. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }
}
