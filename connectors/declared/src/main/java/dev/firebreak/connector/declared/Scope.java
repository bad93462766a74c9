package dev.firebreak.connector.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What names in templates stand for: {@code input.x}, {@code call.key}, {@code call.incident},
 * {@code secret.x}. Data only; nothing is computed.
 */
record Scope(Map<String, JsonNode> data, Map<String, Secret> secrets) {
  static Scope of(Call<Values> call, Map<String, Secret> secrets) {
    Map<String, JsonNode> data = new HashMap<>();
    call.input().all().forEach((k, v) -> data.put("input." + k, v));
    data.put("call.key", TextNode.valueOf(call.idempotencyKey()));
    data.put("call.incident", TextNode.valueOf(call.incidentId()));
    return new Scope(data, secrets);
  }

  static Scope of(Map<String, Secret> secrets) {
    return new Scope(Map.of(), secrets);
  }

  static Scope ofInput(Values input) {
    Map<String, JsonNode> data = new HashMap<>();
    input.all().forEach((k, v) -> data.put("input." + k, v));
    return new Scope(data, Map.of());
  }

  /** A value that was given; missing where an optional input was not. */
  JsonNode value(String name) {
    return Optional.ofNullable(data.get(name)).orElseGet(MissingNode::getInstance);
  }

  Optional<Secret> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }
}
