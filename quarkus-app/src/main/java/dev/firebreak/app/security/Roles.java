package dev.firebreak.app.security;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import java.util.HashSet;
import java.util.Set;

/**
 * What {@code @RolesAllowed} may say: the roles of {@link Role} by their keys, and what several of
 * them have in common. {@code AccessIT} holds the whole table of roles and operations.
 */
public final class Roles {
  /** Whoever has shown who he is, also one who has to change his one-time password first. */
  public static final String ANYONE = "anyone";

  /** The same without those. */
  public static final String MEMBER = "member";

  /** Who comes back from the identity provider by browser, and may get a session for it. */
  public static final String VOUCHED = "vouched";

  /** May read incidents and what belongs to them. */
  public static final String READER = "reader";

  /** May read what is installed: readers, and those who look after it. */
  public static final String LOOKS_AFTER = "looks-after";

  public static final String RESPONDER = "responder";
  public static final String APPROVER = "approver";
  public static final String AUTHOR = "author";
  public static final String RELEASER = "releaser";
  public static final String CONNECTOR_ADMIN = "connector-admin";
  public static final String PEOPLE_ADMIN = "people-admin";
  public static final String AUDITOR = "auditor";
  public static final String BREAK_GLASS = "break-glass";

  private static final Set<Role> READERS =
      Set.of(Role.VIEWER, Role.RESPONDER, Role.APPROVER, Role.AUDITOR, Role.BREAK_GLASS);
  private static final Set<Role> INSTALLERS =
      Set.of(Role.AUTHOR, Role.RELEASER, Role.CONNECTOR_ADMIN);

  private Roles() {}

  static Set<String> of(Caller caller) {
    Set<String> all = new HashSet<>(Set.of(ANYONE));
    if (caller.means() == Caller.Means.ONE_TIME_PASSWORD) {
      return all;
    }
    all.add(MEMBER);
    caller.grants().forEach(g -> all.add(g.role().key()));
    boolean reader = READERS.stream().anyMatch(caller::has);
    if (reader) {
      all.add(READER);
    }
    if (reader || INSTALLERS.stream().anyMatch(caller::has)) {
      all.add(LOOKS_AFTER);
    }
    return all;
  }
}
