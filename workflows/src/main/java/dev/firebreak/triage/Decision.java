package dev.firebreak.triage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.util.List;

/**
 * What the triage table said, and why.
 *
 * @param playbook its name, or {@link #NONE}
 * @param priority critical, high or normal
 * @param rules the rules that hit
 * @param tableSha256 hash of the table that was asked
 */
public record Decision(String playbook, String priority, List<Rule> rules, String tableSha256) {
  /** No playbook: people decide. */
  public static final String NONE = "none";

  /** A rule that hit: its id in the table, and its annotation. */
  public record Rule(String id, String annotation) {}

  public Decision {
    rules = List.copyOf(rules);
  }

  public boolean runsPlaybook() {
    return !playbook.equals(NONE);
  }

  public JsonNode json() {
    return Json.mapper().valueToTree(this);
  }
}
