package dev.firebreak.connector.okta;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One admin role of the token's owner.
 *
 * @param type {@code CUSTOM}, or a standard role, for example {@code SUPER_ADMIN}
 * @param permissions of a custom role, for example {@code okta.users.read}; empty where there are
 *     none to read
 */
record AdminRole(String type, Optional<Set<String>> permissions) {
  /**
   * Standard roles that may suspend any user and clear his sessions; what others may depends.
   * https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm
   */
  private static final Set<String> MANAGE_USERS = Set.of("SUPER_ADMIN", "ORG_ADMIN");

  private static final Set<String> ONLY_READ = Set.of("READ_ONLY_ADMIN", "REPORT_ADMIN");

  /**
   * Whether it gives a permission, by name or as part of a wider one.
   * https://developer.okta.com/docs/api/openapi/okta-management/guides/permissions
   *
   * @param permission of the form {@code okta.users.lifecycle.suspend}
   */
  boolean gives(String permission) {
    List<String> names = List.of(permission, "okta.users.lifecycle.manage", "okta.users.manage");
    return MANAGE_USERS.contains(type)
        || permissions.filter(p -> names.stream().anyMatch(p::contains)).isPresent();
  }

  /** Whether all it gives is known, so that what it does not give it lacks. */
  boolean known() {
    return MANAGE_USERS.contains(type) || ONLY_READ.contains(type) || permissions.isPresent();
  }
}
