package dev.firebreak.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Has work done by workers outside of Firebreak, which fetch it (the external task client of
 * Camunda 7, in any language) and say what came of it. Safe for all threads; calls block.
 */
public interface Handover {
  /**
   * One piece of work.
   *
   * @param action the last part of its topic, {@code <instance>.<action>}
   * @param id the same id is the same piece of work: asked for again, it is joined where it is
   *     under way, and not done a second time where it is done
   * @param variables what the worker is given: texts, numbers, booleans, lists of these
   * @param repeatable whether another worker may take it when one did not come back in time
   */
  record Work(String action, String id, Map<String, Object> variables, boolean repeatable) {}

  /**
   * Offers it and waits until a worker has ended it, at most until the call's deadline.
   *
   * @return the variables the worker answered, as a JSON object
   * @throws ActionFailure REFUSED where the worker said no; UNAVAILABLE where none fetched it in
   *     time, or the one who did wants it tried later; UNKNOWN where one fetched it and did not end
   *     it in time
   */
  JsonNode ask(Work work, Call<?> call) throws ActionFailure;

  /**
   * The worker that asked for an action's work in the last two minutes, on this node; empty where
   * none did.
   */
  Optional<String> lastFetch(String action);
}
