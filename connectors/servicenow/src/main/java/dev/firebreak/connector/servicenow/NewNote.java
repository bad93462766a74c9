package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;

/**
 * The work note to add.
 *
 * @param incident number or sys_id
 * @param text cut at 3,500 characters: a journal entry may have 4,000, and ours ends with a mark
 */
public record NewNote(
    @Describe("Number such as INC0010042, or sys_id") String incident,
    @Describe("Text of the work note; cut at 3,500 characters") String text) {
  private static final int LONGEST = 3_500;

  public NewNote {
    TicketName.check(incident);
    text = PlainText.lines(text, LONGEST);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("input 'text' must not be empty");
    }
  }
}
