package dev.firebreak.access;

import dev.firebreak.connector.Target;
import java.util.List;

/**
 * Who asks for something, and what he may.
 *
 * @param subject never changes and is never given to somebody else: {@code person:<name>}, {@code
 *     service:<name>} or {@code oidc:<provider>:<sub>}. Votes and requesters are compared by it
 * @param name for people to read
 * @param grants those in force now, for this token or session
 */
public record Caller(String subject, String name, Means means, List<Grant> grants) {
  public Caller {
    grants = List.copyOf(grants);
  }

  /** How he showed who he is. */
  public enum Means {
    TOKEN,
    SESSION,
    /** A session that may only change its one-time password. */
    ONE_TIME_PASSWORD,
    OIDC
  }

  public boolean has(Role role) {
    return grants.stream().anyMatch(g -> g.role() == role);
  }

  /** For what concerns everything, such as a whole incident. */
  public void demand(Role role) {
    if (grants.stream().noneMatch(g -> g.role() == role && g.scope().isEverything())) {
      throw AccessRefused.forbidden(
          "this concerns all connectors and targets, and you are not "
              + role.key()
              + " for everything");
    }
  }

  /**
   * @throws AccessRefused where no grant of the role covers an action on this target
   */
  public void demand(Role role, String topic, Target target) {
    if (grants.stream().noneMatch(g -> g.role() == role && g.scope().covers(topic, target))) {
      throw AccessRefused.forbidden(notCovered(role, topic, target));
    }
  }

  /**
   * Whether he may vote on an action.
   *
   * @param group the one group whose people policy asks; empty for every approver
   */
  public boolean mayVote(String topic, Target target, String group) {
    return grants.stream()
        .filter(g -> g.role() == Role.APPROVER)
        .map(Grant::scope)
        .anyMatch(s -> group.isEmpty() ? s.covers(topic, target) : s.coversGroup(group));
  }

  private static String notCovered(Role role, String topic, Target target) {
    return "you are no " + role.key() + " for " + topic + " on " + target;
  }
}
