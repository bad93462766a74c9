package dev.firebreak.connector.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Jira's error answers, {@code {errorMessages: [text], errors: {field: text}}}; see
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes
 */
final class JiraErrors {
  private static final int LONGEST_QUOTE = 200;

  private JiraErrors() {}

  /** Everything Jira said as one harmless line in brackets; empty where it said nothing. */
  static String quoted(byte[] body, Secret token) {
    try {
      JsonNode json = Json.parse(body);
      List<String> all = new ArrayList<>();
      json.path("errorMessages").forEach(m -> all.add(m.asText()));
      json.path("errors")
          .properties()
          .forEach(e -> all.add(e.getKey() + ": " + e.getValue().asText()));
      String said = String.join("; ", all).replace(token.reveal(), "(secret)");
      String line = PlainText.line(said, LONGEST_QUOTE);
      return line.isEmpty() ? "" : " (" + line + ")";
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
