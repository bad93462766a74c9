package dev.firebreak.verifier;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Typed access to what {@link Json} read. */
final class Fields {
  private Fields() {}

  static String text(Map<?, ?> object, String name) throws Json.Malformed {
    if (object.get(name) instanceof String s) {
      return s;
    }
    throw new Json.Malformed("'" + name + "' is missing or no text");
  }

  static long number(Map<?, ?> object, String name) throws Json.Malformed {
    if (object.get(name) instanceof Json.Number n && n.text().matches("\\d{1,15}")) {
      return Long.parseLong(n.text());
    }
    throw new Json.Malformed("'" + name + "' is missing or no whole number");
  }

  static List<String> texts(Map<?, ?> object, String name) throws Json.Malformed {
    if (!(object.get(name) instanceof List<?> list)) {
      throw new Json.Malformed("'" + name + "' is missing or no list");
    }
    List<String> texts = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof String s)) {
        throw new Json.Malformed("'" + name + "' holds something that is no text");
      }
      texts.add(s);
    }
    return texts;
  }

  /** A list of anything. */
  static List<?> items(Map<?, ?> object, String name) throws Json.Malformed {
    if (object.get(name) instanceof List<?> list) {
      return list;
    }
    throw new Json.Malformed("'" + name + "' is missing or no list");
  }

  static List<byte[]> hashes(Map<?, ?> object, String name) throws Json.Malformed {
    List<byte[]> hashes = new ArrayList<>();
    for (String hex : texts(object, name)) {
      hashes.add(hash(hex));
    }
    return hashes;
  }

  static byte[] hash(String hex) throws Json.Malformed {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new Json.Malformed("'" + hex + "' is no SHA-256 in lower-case hexadecimal");
    }
    return HexFormat.of().parseHex(hex);
  }
}
