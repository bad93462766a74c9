package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;

/**
 * The comment to add.
 *
 * @param issue issue key or id
 * @param text any text; see {@link Adf#of}
 */
public record NewComment(
    @Describe("Issue key such as SEC-12, or issue id") String issue,
    @Describe("Text of the comment; a paragraph for each line; cut at 30,000 characters")
        String text) {
  public NewComment {
    IssueKey.check(issue);
    if (PlainText.lines(text).isBlank()) {
      throw new IllegalArgumentException("input 'text' must not be empty");
    }
  }
}
