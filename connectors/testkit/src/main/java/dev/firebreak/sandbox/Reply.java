package dev.firebreak.sandbox;

import dev.firebreak.connector.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer of a fake vendor; an empty body where there is none. */
@SuppressWarnings("ArrayRecordComponent")
record Reply(int status, Map<String, String> headers, byte[] body) {
  static Reply json(int status, Object body) {
    return new Reply(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), new byte[0]);
  }

  Reply with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Reply(status, all, body);
  }
}
