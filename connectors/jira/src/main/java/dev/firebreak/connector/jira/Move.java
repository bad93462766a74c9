package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;

/**
 * The transition to make.
 *
 * @param issue issue key or id
 * @param transition the transition's id, its name, or the name of the status it leads to; names in
 *     any case
 */
public record Move(
    @Describe("Issue key such as SEC-12, or issue id") String issue,
    @Describe("Status to reach, or a transition's name or id; the status is the safest")
        String transition) {
  public Move {
    IssueKey.check(issue);
    transition = PlainText.line(transition, 255);
    if (transition.isEmpty()) {
      throw new IllegalArgumentException("input 'transition' must not be empty");
    }
  }
}
