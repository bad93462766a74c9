package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;
import java.util.Optional;

/**
 * How an incident was resolved.
 *
 * @param incident number or sys_id
 * @param notes cut at 4,000 characters
 * @param closeCode a choice of the instance, compared by ServiceNow
 */
public record Resolution(
    @Describe("Number such as INC0010042, or sys_id") String incident,
    @Describe("Resolution notes; cut at 4,000 characters") String notes,
    @Describe("Resolution code, where it is not the one of setting close-code")
        Optional<String> closeCode) {
  private static final int LONGEST = 4_000;

  public Resolution {
    TicketName.check(incident);
    notes = PlainText.lines(notes, LONGEST);
    if (notes.isEmpty()) {
      throw new IllegalArgumentException("input 'notes' must not be empty");
    }
    closeCode = closeCode.map(c -> PlainText.line(c, 100)).filter(c -> !c.isEmpty());
  }
}
