package dev.firebreak.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks CACAO 2.0 documents against the JSON schemas of OASIS, which come with us
 * (https://github.com/oasis-open/cacao-json-schemas, as they declare themselves: draft 7), and
 * against those rules of the specification that no schema can hold: that each step which is named
 * is there (https://docs.oasis-open.org/cacao/security-playbooks/v2.0/). Nothing is fetched. Safe
 * for all threads.
 */
final class CacaoSchemas {
  private static final String HOME =
      "https://raw.githubusercontent.com/oasis-open/cacao-json-schemas/main/schemas/";
  private static final int MOST = 50;
  private static final List<String> POINTERS =
      List.of("on_completion", "on_success", "on_failure", "on_true", "on_false");
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V7,
          b ->
              b.schemaMappers(m -> m.mapPrefix(HOME, "classpath:oasis/cacao-2.0/schemas/"))
                  .schemaLoaders(l -> l.values(v -> {})));

  private CacaoSchemas() {}

  /** What is wrong, a sentence each; empty where nothing is. */
  static List<String> problems(JsonNode playbook) {
    Set<String> all = new LinkedHashSet<>(validate("playbook.json", playbook));
    for (Map.Entry<String, JsonNode> step : playbook.path("workflow").properties()) {
      commands(step.getKey(), step.getValue(), all);
      pointers(playbook, step.getKey(), step.getValue(), all);
    }
    String start = playbook.path("workflow_start").asText();
    if (!playbook.path("workflow").path(start).path("type").asText().equals("start")) {
      all.add("workflow_start '" + start + "' names no start step of the workflow");
    }
    return all.stream().limit(MOST).toList();
  }

  private static void commands(String id, JsonNode step, Set<String> all) {
    for (JsonNode command : step.path("commands")) {
      String type = command.path("type").asText();
      if (CacaoSchemas.class.getResource(
              "/oasis/cacao-2.0/schemas/commands/" + safe(type) + ".json")
          != null) {
        validate("commands/" + type + ".json", command)
            .forEach(p -> all.add(id + ", command " + type + ": " + p));
      }
    }
  }

  private static String safe(String type) {
    return type.matches("[a-z0-9-]{1,40}") ? type : "none";
  }

  private static void pointers(JsonNode playbook, String id, JsonNode step, Set<String> all) {
    List<String> named = new ArrayList<>();
    POINTERS.forEach(
        p -> Optional.of(step.path(p).asText()).filter(s -> !s.isEmpty()).ifPresent(named::add));
    step.path("next_steps").forEach(s -> named.add(s.asText()));
    step.path("cases").forEach(s -> named.add(s.asText()));
    for (String target : named) {
      if (!playbook.path("workflow").has(target)) {
        all.add(id + " goes on to '" + target + "', which is no step of the workflow");
      }
    }
  }

  private static List<String> validate(String schema, JsonNode json) {
    JsonSchema read = FACTORY.getSchema(SchemaLocation.of(HOME + schema));
    return read.validate(json).stream().map(m -> m.getMessage()).sorted().toList();
  }
}
