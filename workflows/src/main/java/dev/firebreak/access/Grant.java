package dev.firebreak.access;

import java.util.List;

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

  /** {@code approver on connector:okta}. */
  @Override
  public String toString() {
    return role.key() + " on " + scope.text();
  }
}
