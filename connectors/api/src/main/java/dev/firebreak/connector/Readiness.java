package dev.firebreak.connector;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether an instance could act: the vendor answered, took the credential, and says what it allows.
 * Immutable; {@link #granted}, {@link #missing} and {@link #untold} return a changed copy.
 *
 * @param account who we are to the vendor, for people, for example {@code service account firebreak
 *     in acme.okta.com}; no secrets
 * @param grants one for each action
 */
public record Readiness(String account, List<Grant> grants) {
  /** Whether the vendor would let us. */
  public enum State {
    /** It said so, or let us do as much. */
    GRANTED,
    /** It said no: the permission has to be given. */
    MISSING,
    /** It cannot be asked without doing it. */
    UNTOLD
  }

  /**
   * What the vendor says of one action.
   *
   * @param action the action's name
   * @param detail for people: what was asked and answered; for MISSING which permission to give
   */
  public record Grant(String action, State state, String detail) {}

  public Readiness {
    grants = List.copyOf(grants);
  }

  /** Of an account the vendor knows; the actions are to be added. */
  public static Readiness as(String account) {
    return new Readiness(account, List.of());
  }

  public Readiness granted(String action, String detail) {
    return with(new Grant(action, State.GRANTED, detail));
  }

  /**
   * @param detail which permission is missing, and where it is given
   */
  public Readiness missing(String action, String detail) {
    return with(new Grant(action, State.MISSING, detail));
  }

  /**
   * @param detail why it cannot be known beforehand
   */
  public Readiness untold(String action, String detail) {
    return with(new Grant(action, State.UNTOLD, detail));
  }

  private Readiness with(Grant grant) {
    List<Grant> all = new ArrayList<>(grants);
    all.add(grant);
    return new Readiness(account, all);
  }
}
