package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** Finds the one thing meant by the first characters of its id. */
final class Ids {
  private static final int SHORTEST = 4;
  private static final int UUID_LENGTH = 36;

  private Ids() {}

  /**
   * @param what the thing's name, for messages
   * @param given an id, or at least four of its first characters
   * @param among those it may be
   */
  static String resolve(String what, String given, List<JsonNode> among) {
    String start = given.toLowerCase(Locale.ROOT);
    List<String> ids = among.stream().map(item -> item.path("id").asText()).toList();
    if (ids.contains(given) || given.length() >= UUID_LENGTH) {
      return given;
    }
    if (given.length() < SHORTEST) {
      throw new CannotDo(
          CannotDo.USAGE,
          "'" + given + "' is too short: give at least four characters of the " + what + "'s id");
    }
    List<String> matches =
        ids.stream().filter(id -> id.toLowerCase(Locale.ROOT).startsWith(start)).toList();
    if (matches.isEmpty()) {
      throw new CannotDo(
          CannotDo.REFUSED, "there is no " + what + " whose id begins with '" + given + "'");
    }
    if (matches.size() > 1) {
      throw new CannotDo(
          CannotDo.REFUSED,
          "'"
              + given
              + "' could be any of "
              + String.join(", ", matches)
              + "; give more characters");
    }
    return matches.get(0);
  }

  static String incident(Server server, String given) {
    return resolve(
        "incident", given, isWhole(given) ? List.of() : server.list("/incidents?limit=500"));
  }

  static String approval(Server server, String given) {
    return resolve(
        "open approval", given, isWhole(given) ? List.of() : server.list("/approvals?state=open"));
  }

  private static boolean isWhole(String given) {
    return given.length() >= UUID_LENGTH;
  }
}
