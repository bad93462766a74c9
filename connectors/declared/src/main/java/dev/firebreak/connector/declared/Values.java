package dev.firebreak.connector.declared;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Inputs or outputs whose names a file gives; in JSON a plain object. */
record Values(@JsonValue Map<String, JsonNode> all) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  Values {
    all = Map.copyOf(new LinkedHashMap<>(all));
  }
}
