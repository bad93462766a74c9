package dev.firebreak.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody may be. Each is granted by itself; none contains another. */
public enum Role {
  /** Reads incidents and what belongs to them. */
  VIEWER(false, false),
  /** Acts on incidents: asks for actions and lifts, completes tasks, tries again. */
  RESPONDER(true, false),
  /** Votes on what policy asks people about. */
  APPROVER(true, true),
  /** Writes playbooks. */
  AUTHOR(false, false),
  /** Puts playbooks in force that somebody else wrote. */
  RELEASER(false, true),
  /** Looks after connectors. */
  CONNECTOR_ADMIN(false, false),
  /** Looks after accounts and grants. Is not thereby an approver, and grants himself nothing. */
  PEOPLE_ADMIN(false, true),
  /** Reads everything and changes nothing. */
  AUDITOR(false, false),
  /** May make himself responder and approver for an hour, loudly; see {@link BreakGlass}. */
  BREAK_GLASS(true, true);

  private final boolean narrowable;
  private final boolean forPeopleOnly;

  Role(boolean narrowable, boolean forPeopleOnly) {
    this.narrowable = narrowable;
    this.forPeopleOnly = forPeopleOnly;
  }

  /** The name in JSON, on the command line and in annotations, for example {@code people-admin}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a grant of it may cover less than everything. */
  public boolean narrowable() {
    return narrowable;
  }

  /** Whether a service account can not have it: deciding is for people. */
  public boolean forPeopleOnly() {
    return forPeopleOnly;
  }

  /**
   * The role of a {@link #key()}.
   *
   * @throws AccessRefused that names the known ones
   */
  public static Role of(String key) {
    return Stream.of(values())
        .filter(r -> r.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                AccessRefused.malformed(
                    "there is no role '"
                        + AccessRefused.shown(key)
                        + "'; there are "
                        + Stream.of(values()).map(Role::key).toList()));
  }

  /** {@link #of(String)} for several. */
  static List<Role> all(List<String> keys) {
    return keys.stream().map(Role::of).distinct().toList();
  }
}
