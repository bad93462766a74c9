package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The issue to create.
 *
 * @param summary its title; line breaks become spaces, and it is cut at 255 characters, Jira's
 *     limit
 * @param description any text; see {@link Adf#of}
 * @param labels a blank in a label becomes a hyphen, as Jira allows none; at most 50
 */
public record NewIssue(
    @Describe("Title, one line; cut at 255 characters") String summary,
    @Describe("Text of the issue; a paragraph for each line; cut at 30,000 characters")
        String description,
    @Describe("Labels besides Firebreak's own; blanks become hyphens")
        Optional<List<String>> labels) {

  private static final int MOST_LABELS = 50;

  public NewIssue {
    if (PlainText.line(summary, 255).isEmpty()) {
      throw new IllegalArgumentException("input 'summary' must not be empty");
    }
    labels = labels.map(all -> all.stream().filter(Objects::nonNull).toList());
    if (labels.map(List::size).orElse(0) > MOST_LABELS) {
      throw new IllegalArgumentException("input 'labels' must be at most " + MOST_LABELS);
    }
  }
}
