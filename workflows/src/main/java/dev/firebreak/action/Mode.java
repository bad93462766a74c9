package dev.firebreak.action;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import java.util.HashMap;
import java.util.Map;

/** Whether an action is done or only rehearsed: the input {@value Action#MODE} of any step. */
enum Mode {
  RUN,
  REHEARSE;

  /**
   * @throws ActionFailure BAD_INPUT for any other word: a slip must not do what was to be rehearsed
   */
  static Mode of(Requests.Ask ask) throws ActionFailure {
    Object given = ask.inputs().getOrDefault(Action.MODE, "run");
    return switch (String.valueOf(given)) {
      case "run" -> RUN;
      case "rehearse" -> REHEARSE;
      default ->
          throw ActionFailure.badInput(
              ask.topic() + ": mode must be run or rehearse, got '" + given + "'");
    };
  }

  static boolean isRehearsal(Map<String, Object> inputs) {
    return "rehearse".equals(inputs.get(Action.MODE));
  }

  static Map<String, Object> without(Map<String, Object> inputs) {
    if (!inputs.containsKey(Action.MODE)) {
      return inputs;
    }
    Map<String, Object> rest = new HashMap<>(inputs);
    rest.remove(Action.MODE);
    return rest;
  }
}
