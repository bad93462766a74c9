package dev.firebreak.connector.servicenow;

import java.util.regex.Pattern;

/** The form of what names a ticket: nothing that could be more than one value of a query. */
final class TicketName {
  static final Pattern SYS_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z]{1,10}[-_]?[0-9]{3,20}");

  private TicketName() {}

  static boolean isSysId(String name) {
    return SYS_ID.matcher(name).matches();
  }

  static boolean isNumber(String name) {
    return NUMBER.matcher(name).matches();
  }

  /**
   * @throws IllegalArgumentException when it is neither a number nor a sys_id
   */
  static void check(String name) {
    if (!isSysId(name) && !isNumber(name)) {
      throw new IllegalArgumentException(
          "input 'incident' must be a number such as INC0010042 or a sys_id, got '"
              + PlainText.line(name, 60)
              + "'");
    }
  }
}
