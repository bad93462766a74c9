package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as a fake vendor gets it.
 *
 * @param method upper case
 * @param mount the prefix the vendor is served under, for example {@code /okta}
 * @param rawPathAndQuery as on the wire, with the mount
 * @param headers first value of each, names in lower case
 * @param body the exact bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record Ask(
    String method, String mount, String rawPathAndQuery, Map<String, String> headers, byte[] body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The path and query as the vendor itself would see them, without the sandbox's mount. */
  String unmounted() {
    return rawPathAndQuery.substring(mount.length());
  }

  /** The decoded segments of the path below the mount. */
  List<String> segments() {
    String path = unmounted();
    int q = path.indexOf('?');
    List<String> out = new ArrayList<>();
    for (String part : (q < 0 ? path : path.substring(0, q)).split("/")) {
      if (!part.isEmpty()) {
        out.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return out;
  }

  /** Method and path with {@code *} for what varies, for example {@code GET /v1/freezes/*}. */
  boolean is(String method, String... pattern) {
    List<String> s = segments();
    if (!this.method.equals(method) || s.size() != pattern.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(s.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Query parameters, the last of each name. */
  Map<String, String> query() {
    Map<String, String> out = new LinkedHashMap<>();
    int q = rawPathAndQuery.indexOf('?');
    if (q >= 0) {
      for (String pair : rawPathAndQuery.substring(q + 1).split("&")) {
        int eq = pair.indexOf('=');
        String name = eq < 0 ? pair : pair.substring(0, eq);
        String value = eq < 0 ? "" : pair.substring(eq + 1);
        out.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return out;
  }

  /** The body as a JSON object, an empty one where there is no body. */
  JsonNode json() throws JsonProcessingException {
    return body.length == 0 ? Json.mapper().createObjectNode() : Json.parse(body);
  }
}
