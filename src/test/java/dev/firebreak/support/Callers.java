package dev.firebreak.support;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import java.util.List;

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
}
