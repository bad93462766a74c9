package dev.firebreak.connector.openc2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.util.Locale;
import java.util.Optional;

/**
 * What a consumer answered (language section 3.3.2).
 *
 * @param status of the command, not of HTTP: 102, 200, 400 and so on
 * @param text its words on one line
 * @param results empty object where there are none
 */
record Reply(int status, String text, JsonNode results) {
  static final int PROCESSING = 102;
  static final int NOT_FOUND = 404;

  boolean done() {
    return status == 200 || status == 201;
  }

  boolean underWay() {
    return status == PROCESSING;
  }

  boolean notFound() {
    return status == NOT_FOUND;
  }

  /** A rule with the number that we chose is there already (SLPF section 2.3.2). */
  boolean ruleInUse() {
    return (status == 500 || status == 501) && text.toLowerCase(Locale.ROOT).contains("in use");
  }

  /** The number of the rule that was made, where the consumer told it. */
  Optional<Long> rule(String profile) {
    JsonNode number = results.path(profile).path("rule_number");
    return number.isIntegralNumber() && number.canConvertToLong()
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  /** For people, for example {@code 501 (Target not supported)}. */
  String said() {
    return status + (text.isEmpty() ? "" : " (" + text + ")");
  }

  /**
   * What an answer means that is neither done nor under way.
   *
   * @param changing whether the command may have changed something
   */
  ActionFailure failure(String what, boolean changing) {
    String said = what + ": the consumer answered " + said();
    return switch (status) {
      case 400 ->
          ActionFailure.refused(said + ": it does not understand the command; check 'profile'");
      case 401, 403 ->
          ActionFailure.refused(said + ": check the credential, and what it may command");
      case 404 -> ActionFailure.refused(said + ": it knows no such target");
      case 501 ->
          ActionFailure.refused(
              said + ": it does not implement this; its features say what it can do");
      case 503 -> ActionFailure.unavailable(said);
      default -> changing ? ActionFailure.unknown(said) : ActionFailure.unavailable(said);
    };
  }
}
