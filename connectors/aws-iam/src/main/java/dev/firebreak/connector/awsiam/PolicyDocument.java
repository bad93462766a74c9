package dev.firebreak.connector.awsiam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A policy in IAM's JSON.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the policy language</a>
 */
record PolicyDocument(JsonNode root) {
  /**
   * One that denies everything, under conditions or always.
   *
   * @param sid letters and digits
   * @param condition empty for always
   */
  static String denyingAll(String sid, Map<String, Object> condition) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", sid);
    statement.put("Effect", "Deny");
    statement.put("Action", List.of("*"));
    statement.put("Resource", List.of("*"));
    if (!condition.isEmpty()) {
      statement.put("Condition", condition);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Statement", List.of(statement));
    return Json.write(document);
  }

  /**
   * One as IAM answers it: percent-encoded by RFC 3986, where a plus is a plus.
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
   */
  static PolicyDocument decoded(String answered, String what) throws ActionFailure {
    try {
      String json = URLDecoder.decode(answered.replace("+", "%2B"), StandardCharsets.UTF_8);
      return new PolicyDocument(Json.parse(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw ActionFailure.unavailable(what + ": the answer's policy document is not readable");
    }
  }

  /** All statements; a single one may stand without its array. */
  List<JsonNode> statements() {
    JsonNode all = root.path("Statement");
    if (all.isObject()) {
      return List.of(all);
    }
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  /** Whether some statement denies everything to everyone, always. */
  boolean deniesAllAlways() {
    return statements().stream().anyMatch(s -> deniesAll(s) && !s.has("Condition"));
  }

  /** Whether a statement denies all actions on all resources, under whatever condition. */
  static boolean deniesAll(JsonNode statement) {
    return statement.path("Effect").asText().equals("Deny")
        && texts(statement.path("Action")).anyMatch("*"::equals)
        && texts(statement.path("Resource")).anyMatch("*"::equals);
  }

  /** A text or an array of texts. */
  static Stream<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return Stream.of(node.textValue());
    }
    return StreamSupport.stream(node.spliterator(), false)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }
}
