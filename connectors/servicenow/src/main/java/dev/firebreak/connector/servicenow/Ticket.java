package dev.firebreak.connector.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A row of the table, as far as this account may see it.
 *
 * @param sysId 32 hexadecimal digits
 * @param number for example {@code INC0010042}
 * @param correlationId empty where it is not set or not to be seen
 * @param state the value, for example {@code 2}; empty where it is not to be seen
 * @param active false for what is closed or cancelled
 * @param notes all work notes in one text; empty where there are none or they are not to be seen
 */
record Ticket(
    String sysId, String number, String correlationId, String state, boolean active, String notes) {
  /** The fields that are asked for. */
  static final String FIELDS = "sys_id,number,correlation_id,state,active";

  /** The same with the journal, which can be long. */
  static final String FIELDS_AND_NOTES = FIELDS + ",work_notes";

  /**
   * @param row with {@code sysparm_display_value=all}: every field is {@code {display_value,
   *     value}}
   * @return empty where it is no row of a table
   */
  static Optional<Ticket> read(JsonNode row) {
    String sysId = text(row, "sys_id", "value");
    String number = text(row, "number", "value");
    if (!TicketName.isSysId(sysId) || !TicketName.isNumber(number)) {
      return Optional.empty();
    }
    return Optional.of(
        new Ticket(
            sysId,
            number,
            text(row, "correlation_id", "value"),
            text(row, "state", "value"),
            !text(row, "active", "value").equals("false"),
            text(row, "work_notes", "display_value")));
  }

  private static String text(JsonNode row, String field, String form) {
    return row.path(field).path(form).asText("");
  }
}
