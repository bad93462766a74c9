package dev.firebreak.engine;

import java.util.List;
import java.util.Map;

/** One DMN decision table, checked by the gate, compiled and immutable. Safe for all threads. */
public interface DecisionTable {
  /**
   * Evaluates the table. Equal inputs may be answered from a bounded memory.
   *
   * @param inputs strings, numbers, booleans and lists of these, by variable name
   * @return the rules that hit, in the table's order
   */
  List<Hit> decide(Map<String, Object> inputs);

  /** SHA-256 of the file, lower-case hex; recorded with each decision. */
  String sha256();

  /** What decides now, for who asks twice and wants one answer; itself, where it never changes. */
  default DecisionTable now() {
    return this;
  }

  /**
   * A rule that hit.
   *
   * @param ruleId id of the rule in the file
   * @param annotation the rule's annotation (its {@code description}), empty where none
   * @param outputs by output name
   */
  record Hit(String ruleId, String annotation, Map<String, Object> outputs) {}
}
