package dev.firebreak.access;

import dev.firebreak.connector.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A role and what it covers. Several grants of one role cover what any of them covers. */
public record Grant(Role role, Scope scope) {
  /**
   * @throws AccessRefused when the role knows no such scope yet
   */
  public Grant {
    if (!scope.isEverything() && !role.narrowable()) {
      throw AccessRefused.malformed(
          "the role "
              + role.key()
              + " cannot be narrowed to '"
              + scope.text()
              + "'; grant it with scope '*' or not at all");
    }
    if (scope.text().startsWith("group:") && role != Role.APPROVER && role != Role.BREAK_GLASS) {
      throw AccessRefused.malformed("only approvers belong to a group of the policy");
    }
  }

  /** Each role with each scope; no scope, no grant. */
  public static List<Grant> of(List<String> roles, List<String> scopes) {
    return Role.all(roles).stream()
        .flatMap(r -> scopes.stream().distinct().map(s -> new Grant(r, new Scope(s))))
        .toList();
  }

  /**
   * The groups of the policy that somebody with these grants counts for in approvals of an action:
   * {@code approvers} where a scope covers it, and each that a scope names. Everything is no group:
   * who was put into none is of none.
   */
  public static Set<String> groups(List<Grant> grants, String topic, Target target) {
    Set<String> groups = new LinkedHashSet<>();
    for (Grant g : grants) {
      if (g.role() == Role.APPROVER) {
        g.scope().group().ifPresent(groups::add);
        if (g.scope().covers(topic, target)) {
          groups.add("approvers");
        }
      }
    }
    return groups;
  }

  /** {@code approver on connector:okta}. */
  @Override
  public String toString() {
    return role.key() + " on " + scope.text();
  }
}
