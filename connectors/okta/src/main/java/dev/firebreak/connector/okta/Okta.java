package dev.firebreak.connector.okta;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One Okta organisation. Every action first reads the user: this resolves a login to the id that
 * the later calls use, and Okta answers a suspension of a user who is not ACTIVE with 400.
 */
final class Okta implements Connector {
  /** The System Log is near real time, not immediate. */
  static final Duration CLEAR_DEADLINE = Duration.ofMinutes(3);

  /** How far Okta's clock may be behind ours before a fresh log entry would seem too old. */
  static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

  private final OktaApi api;
  private final OktaReadiness readiness;
  private final Clock clock;
  private final List<Action<?, ?>> actions;

  Okta(OktaApi api, OktaReadiness readiness, Clock clock) {
    this.api = api;
    this.readiness = readiness;
    this.clock = clock;
    this.actions = List.of(suspendUser(), unsuspendUser(), clearSessionsOfUser());
  }

  @Override
  public String name() {
    return "okta";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return readiness.ask();
  }

  private Action<Account, Suspended> suspendUser() {
    return Action.named("suspend-user", Account.class, Suspended.class, this::suspend)
        .description(
            "Suspends an ACTIVE Okta user: no sign-in and no Okta session any more; groups and app"
                + " assignments stay. Sessions that apps keep themselves go on.")
        .effect(Effect.CONTAIN)
        .on(Okta::target)
        .probedBy(this::observeSuspended)
        .undoneBy("unsuspend-user", call -> call.input())
        .build();
  }

  private Action<Account, Done> unsuspendUser() {
    return Action.named("unsuspend-user", Account.class, Done.class, this::unsuspend)
        .description("Lifts the suspension of an Okta user, who can sign in again.")
        .effect(Effect.RELEASE)
        .on(Okta::target)
        .probedBy(this::observeNotSuspended)
        .build();
  }

  private Action<Account, Done> clearSessionsOfUser() {
    return Action.named("clear-sessions", Account.class, Done.class, this::clearSessions)
        .description(
            "Ends all Okta sessions of a user and revokes the OpenID Connect and OAuth tokens"
                + " issued to him; he can sign in again. Sessions that apps keep themselves go on.")
        .effect(Effect.CONTAIN)
        .on(Okta::target)
        .probedBy(this::observeSessionsCleared)
        .deadline(CLEAR_DEADLINE)
        .build();
  }

  private static Target target(Account account) {
    return new Target(TargetType.IDENTITY, account.user());
  }

  private Suspended suspend(Call<Account> call) throws ActionFailure {
    OktaUser user = api.user(call.input().user());
    if (user.suspended()) {
      return new Suspended(user.id(), true);
    }
    if (!user.active()) {
      throw notSuspendable(call.input().user(), user);
    }
    try {
      api.suspend(user);
      return new Suspended(user.id(), false);
    } catch (ActionFailure failure) {
      // Somebody may have suspended the user between our read and our call.
      if (failure.kind() == ActionFailure.Kind.REFUSED && api.user(user.id()).suspended()) {
        return new Suspended(user.id(), true);
      }
      throw failure;
    }
  }

  private static ActionFailure notSuspendable(String name, OktaUser user) {
    String fact = "Okta user '" + name + "' is " + user.status() + ", and only ACTIVE users can be";
    return ActionFailure.refused(
        user.deactivated()
            ? fact + " suspended; a deactivated user cannot sign in anyway"
            : fact + " suspended; clear his sessions, and deactivate him in the Admin Console");
  }

  private Observation observeSuspended(Call<Account> call) throws ActionFailure {
    OktaUser user = api.user(call.input().user());
    String detail = "status=" + user.status();
    return user.suspended() ? Observation.holds(detail) : Observation.absent(detail);
  }

  private Done unsuspend(Call<Account> call) throws ActionFailure {
    OktaUser user = api.user(call.input().user());
    if (user.deactivated()) {
      throw ActionFailure.refused(
          "Okta user '"
              + call.input().user()
              + "' was deactivated meanwhile, so there is no suspension to lift; to give the"
              + " account back, activate it in the Admin Console");
    }
    if (user.suspended()) {
      try {
        api.unsuspend(user);
      } catch (ActionFailure failure) {
        if (failure.kind() != ActionFailure.Kind.REFUSED || api.user(user.id()).suspended()) {
          throw failure;
        }
      }
    }
    return new Done();
  }

  /** Holds in every state but SUSPENDED and DEPROVISIONED: those two cannot sign in. */
  private Observation observeNotSuspended(Call<Account> call) throws ActionFailure {
    OktaUser user = api.user(call.input().user());
    String detail = "status=" + user.status();
    return user.suspended() || user.deactivated()
        ? Observation.absent(detail)
        : Observation.holds(detail);
  }

  private Done clearSessions(Call<Account> call) throws ActionFailure {
    api.clearSessions(api.user(call.input().user()));
    return new Done();
  }

  /**
   * Okta cannot list a user's sessions, but logs each clearing. HOLDS: the System Log has a
   * successful clearing of this user's sessions since the action was asked for (its deadline less
   * the time it was given, less {@link #CLOCK_SLACK}), by whomever; it says nothing of sessions
   * begun afterwards. PENDING: no such entry yet, and the deadline is still ahead. ABSENT: none,
   * and the deadline is over.
   */
  private Observation observeSessionsCleared(Call<Account> call) throws ActionFailure {
    OktaUser user = api.user(call.input().user());
    Instant since = call.deadline().minus(CLEAR_DEADLINE).minus(CLOCK_SLACK);
    if (api.sessionsClearedSince(user, since)) {
      return Observation.holds("user.session.clear is in the System Log");
    }
    return clock.instant().isBefore(call.deadline())
        ? Observation.pending("user.session.clear is not in the System Log yet")
        : Observation.absent("no user.session.clear in the System Log");
  }
}
