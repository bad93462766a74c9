package dev.firebreak.access;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who is known here, without secrets.
 *
 * @param name unique among all
 * @param oneTimePassword whether it has a password that has to be changed first
 */
public record Account(
    String subject,
    Kind kind,
    String name,
    boolean disabled,
    boolean hasPassword,
    boolean oneTimePassword,
    Instant createdAt,
    List<Granted> grants) {
  /** What an account is of. */
  public enum Kind {
    PERSON,
    /** A program: a SIEM, a modeler, a job. Has tokens and no password. */
    SERVICE,
    /** A person whom an identity provider vouches for; roles come from there. */
    FEDERATED
  }

  /** A grant, and who gave it when. */
  public record Granted(Grant grant, String by, Instant at) {}

  List<Role> roles() {
    return grants.stream().map(g -> g.grant().role()).distinct().toList();
  }

  boolean may(Role role) {
    return grants.stream().anyMatch(g -> g.grant().role() == role);
  }

  static String subject(Kind kind, String name) {
    return (kind == Kind.SERVICE ? "service:" : "person:") + name;
  }
}
