package dev.firebreak.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Bodies that a careless reader trips over. */
final class HostileJson {
  private static final int MOST_PLACES = 40;
  private static final int FEWER_PLACES = 24;
  private static final int KINDS_A_PLACE = 2;

  private HostileJson() {}

  /** Bodies that no JSON API documents as an answer or a message, by what they are. */
  static Map<String, byte[]> rubbish() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("an empty body", new byte[0]);
    all.put("a web page", utf8("<!doctype html><title>Sign in</title>"));
    all.put("half an object", utf8("{\"id\":\"a"));
    all.put("the literal null", utf8("null"));
    all.put("a bare number", utf8("42"));
    all.put("a bare string", utf8("\"ok\""));
    all.put("an empty object", utf8("{}"));
    all.put("an array of nulls", utf8("[null]"));
    all.put("an array of arrays", utf8("[[],[[]]]"));
    all.put("5,000 nested arrays", utf8("[".repeat(5_000) + "]".repeat(5_000)));
    all.put("5,000 nested objects", utf8("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)));
    all.put("a key given twice", utf8("{\"id\":\"a\",\"id\":\"b\"}"));
    all.put("two documents", utf8("{} {}"));
    all.put("UTF-32 of no character", new byte[] {0, 0, 0, 0x7b, 0x7f, 0x7f, 0x7f, 0x7f});
    all.put("bytes that are not UTF-8", new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'});
    all.put("a number of 10,000 digits", utf8("{\"id\":" + "9".repeat(10_000) + "}"));
    return all;
  }

  /** The document with one place at a time removed or replaced by something of another shape. */
  static Map<String, byte[]> mutations(byte[] document) {
    return mutations(document, MOST_PLACES, Integer.MAX_VALUE);
  }

  /**
   * {@link #mutations(byte[])} for readers behind a socket, where each takes milliseconds: the
   * kinds of change take turns over the places, {@value #KINDS_A_PLACE} at each, so that all are
   * used.
   */
  static Map<String, byte[]> someMutations(byte[] document) {
    return mutations(document, FEWER_PLACES, KINDS_A_PLACE);
  }

  private static Map<String, byte[]> mutations(byte[] document, int mostPlaces, int kindsAPlace) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    JsonNode root;
    try {
      root = Json.parse(document);
    } catch (JsonProcessingException e) {
      return all;
    }
    List<String> found = new ArrayList<>();
    collect(root, "", found);
    List<String> places = spread(found, mostPlaces);
    List<Map.Entry<String, Optional<JsonNode>>> kinds = List.copyOf(replacements().entrySet());
    // Small documents get more kinds at each place, so that none is left out.
    int each =
        Math.max(kindsAPlace, (kinds.size() + places.size() - 1) / Math.max(1, places.size()));
    int turn = 0;
    for (String place : places) {
      for (int i = 0; i < Math.min(each, kinds.size()); i++) {
        Map.Entry<String, Optional<JsonNode>> kind = kinds.get(turn++ % kinds.size());
        all.put(place + " " + kind.getKey(), changed(root, place, kind.getValue()));
      }
    }
    return all;
  }

  /** The object with one of its texts at a time replaced by one that tries to be more than data. */
  static Map<String, byte[]> texts(JsonNode object) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      if (e.getValue().isTextual()) {
        for (String text :
            List.of("", " ", "..", "x/../elsewhere?a=1&all=1#f", "x\r\nX-Y: z", "é\u0000")) {
          String shown = "'" + text.replaceAll("\\p{Cntrl}", "?") + "' as " + e.getKey();
          all.put(
              shown,
              changed(
                  object, "/" + e.getKey(), Optional.of(JsonNodeFactory.instance.textNode(text))));
        }
      }
    }
    return all;
  }

  private static Map<String, Optional<JsonNode>> replacements() {
    JsonNodeFactory f = JsonNodeFactory.instance;
    Map<String, Optional<JsonNode>> all = new LinkedHashMap<>();
    all.put("removed", Optional.empty());
    all.put("null", Optional.of(f.nullNode()));
    all.put("a negative number", Optional.of(f.numberNode(-1)));
    all.put("a huge number", Optional.of(f.numberNode(new java.math.BigInteger("9".repeat(40)))));
    all.put("an empty text", Optional.of(f.textNode("")));
    all.put(
        "a text with dots, slashes and controls", Optional.of(f.textNode("../\n\r\u0000?a=b&%2e")));
    all.put("a text of 20,000 characters", Optional.of(f.textNode("x".repeat(20_000))));
    all.put("an expression", Optional.of(f.textNode("${7*7}#{7*7}{{7*7}}")));
    all.put("an array of null", Optional.of(f.arrayNode().addNull()));
    all.put("an object", Optional.of(f.objectNode().put("a", 1)));
    return all;
  }

  /** At most so many of all, evenly from the first to the last. */
  private static List<String> spread(List<String> all, int most) {
    int kept = Math.min(all.size(), most);
    return IntStream.range(0, kept)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / kept)))
        .toList();
  }

  private static void collect(JsonNode node, String at, List<String> places) {
    if (!at.isEmpty()) {
      places.add(at);
    }
    if (node.isObject()) {
      // Documents of tests are often maps without an order: each run is to change the same places.
      node.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              e ->
                  collect(
                      e.getValue(),
                      at + "/" + e.getKey().replace("~", "~0").replace("/", "~1"),
                      places));
    }
    for (int i = 0; node.isArray() && i < Math.min(node.size(), 2); i++) {
      collect(node.get(i), at + "/" + i, places);
    }
  }

  private static byte[] changed(JsonNode root, String place, Optional<JsonNode> replacement) {
    JsonNode copy = root.deepCopy();
    int slash = place.lastIndexOf('/');
    JsonNode parent = copy.at(place.substring(0, slash));
    String last = place.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    if (parent instanceof ObjectNode o) {
      replacement.ifPresentOrElse(r -> o.set(last, r), () -> o.remove(last));
    } else if (parent instanceof ArrayNode a) {
      int index = Integer.parseInt(last);
      replacement.ifPresentOrElse(r -> a.set(index, r), () -> a.remove(index));
    }
    return Json.bytes(copy);
  }

  private static byte[] utf8(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }
}
