package dev.firebreak.support;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** People as the stages see them, for tests without a server. */
public final class Callers {
  private Callers() {}

  /** Responder and approver for everything. */
  public static Caller may(String subject) {
    return new Caller(
        subject,
        subject,
        Caller.Means.TOKEN,
        Grant.of(List.of("responder", "approver"), List.of("*")));
  }

  /** Approver in the groups of these scopes alone. */
  public static Caller of(String subject, String... scopes) {
    return new Caller(
        subject, subject, Caller.Means.TOKEN, Grant.of(List.of("approver"), List.of(scopes)));
  }

  /** Responder and approver for everything, who signed in at a time. */
  public static Caller signedIn(String subject, Instant at) {
    return new Caller(
        subject,
        subject,
        Caller.Means.SESSION,
        may(subject).grants(),
        Optional.of(new Caller.SignIn(at, Optional.empty())));
  }
}
