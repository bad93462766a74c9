package dev.firebreak.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.imports.TaskProposals.Offered;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OpenC2 command of a CACAO step: what is done to one target
 * (https://docs.oasis-open.org/openc2/oc2ls/v1.0/).
 *
 * @param input name of the input that an action of connector {@code openc2} takes for such a target
 * @param value as an expression where it is a variable
 */
record OpenC2Command(String action, String input, String value) {
  private static final Map<String, String> INPUTS =
      Map.of(
          "ipv4_net", "ip",
          "ipv6_net", "ip",
          "ip_addr", "ip",
          "domain_name", "domain",
          "device", "device");

  /** An action with its inputs. */
  record Match(String topic, Map<String, String> inputs) {}

  static Optional<OpenC2Command> of(JsonNode command, Map<String, String> constants) {
    if (!command.path("type").asText().equals("openc2-http")) {
      return Optional.empty();
    }
    try {
      JsonNode sent = Json.parse(Base64.getDecoder().decode(command.path("content_b64").asText()));
      JsonNode body = sent.path("body").path("openc2").path("request");
      JsonNode request = body.isObject() ? body : sent;
      for (Map.Entry<String, JsonNode> t : request.path("target").properties()) {
        String input = INPUTS.get(t.getKey());
        if (input != null && t.getValue().isTextual()) {
          boolean range = input.equals("ip") && t.getValue().asText().contains("/");
          return Optional.of(
              new OpenC2Command(
                  request.path("action").asText(),
                  range ? "net" : input,
                  value(t.getValue().asText(), constants)));
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty(); // The step becomes a task by hand, which shows the command.
    }
  }

  private static String value(String text, Map<String, String> constants) {
    String bare = text.replaceAll(":value$", "");
    if (!bare.matches("__[a-zA-Z_][a-zA-Z0-9_-]*__")) {
      return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
          .replace("${", "$ {");
    }
    String constant = constants.get(bare);
    return constant != null ? constant : "${" + CacaoCondition.name(bare) + "}";
  }

  /**
   * The one action of an OpenC2 connector that does this; empty where there are none or several.
   */
  Optional<Match> among(Collection<Offered> offered) {
    List<Offered> fitting =
        offered.stream()
            .filter(o -> o.topic().substring(o.topic().indexOf('.') + 1).startsWith(action + "-"))
            .filter(o -> o.required().equals(List.of(input)))
            .toList();
    return fitting.size() == 1
        ? Optional.of(new Match(fitting.get(0).topic(), Map.of(input, value)))
        : Optional.empty();
  }
}
