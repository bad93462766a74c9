package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;
import java.util.Optional;

/**
 * The incident to open. Lengths are those of the task table as it comes.
 *
 * @param summary one line, cut at 160 characters
 * @param description any text, cut at 4,000 characters
 * @param severity see {@link Weight}
 */
public record NewIncident(
    @Describe("Short description, one line; cut at 160 characters") String summary,
    @Describe("Description; cut at 4,000 characters") String description,
    @Describe(
            "Severity of the alert (fatal, critical, high, medium, low, informational, unknown), from"
                + " which impact and urgency follow; without one the instance's defaults hold")
        Optional<String> severity) {
  private static final int LONGEST_SUMMARY = 160;
  private static final int LONGEST_DESCRIPTION = 4_000;

  public NewIncident {
    summary = PlainText.line(summary, LONGEST_SUMMARY);
    if (summary.isEmpty()) {
      throw new IllegalArgumentException("input 'summary' must not be empty");
    }
    description = PlainText.lines(description, LONGEST_DESCRIPTION);
    severity.ifPresent(s -> Weight.of(s));
  }
}
