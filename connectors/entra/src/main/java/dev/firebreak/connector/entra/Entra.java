package dev.firebreak.connector.entra;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One tenant. Every action first reads the user, for the object id that the later request uses and
 * for what kind of user he is. Graph's reads may lag behind its writes, so what reads as done is
 * done again: both changes are harmless to repeat.
 */
final class Entra implements Connector {
  /** Graph's replicas follow within seconds, mostly. */
  static final Duration SWITCH_DEADLINE = Duration.ofMinutes(2);

  /** Microsoft speaks of a few minutes. */
  static final Duration REVOKE_DEADLINE = Duration.ofMinutes(10);

  /** How far Entra's clock may be behind ours before a fresh revocation would seem too old. */
  static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

  private final Graph graph;
  private final EntraReadiness readiness;
  private final List<Action<?, ?>> actions;

  private Entra(Graph graph, EntraReadiness readiness) {
    this.graph = graph;
    this.readiness = readiness;
    this.actions = List.of(disableUser(), enableUser(), revokeSessions());
  }

  static Entra of(EntraSettings settings, VendorHttp http, Clock clock) {
    BearerTokens tokens = settings.app().tokens(http, settings.scope(), clock);
    Graph graph = new Graph(http, tokens);
    return new Entra(graph, new EntraReadiness(settings, tokens, graph));
  }

  @Override
  public String name() {
    return "entra";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return readiness.ask();
  }

  private Action<Account, Switched> disableUser() {
    return Action.named("disable-user", Account.class, Switched.class, call -> turn(call, false))
        .description(
            "Disables a user of the tenant: no sign-in and no new tokens. Access tokens he has go"
                + " on until they end; a guest's account at home stays as it is.")
        .effect(Effect.CONTAIN)
        .on(Entra::target)
        .probedBy(call -> observe(call, false))
        .undoneBy("enable-user", Call::input)
        .deadline(SWITCH_DEADLINE)
        .build();
  }

  private Action<Account, Switched> enableUser() {
    return Action.named("enable-user", Account.class, Switched.class, call -> turn(call, true))
        .description("Enables a user of the tenant, who can sign in again.")
        .effect(Effect.RELEASE)
        .on(Entra::target)
        .probedBy(call -> observe(call, true))
        .deadline(SWITCH_DEADLINE)
        .build();
  }

  private Action<Account, Revoked> revokeSessions() {
    return Action.named("revoke-sessions", Account.class, Revoked.class, this::revoke)
        .description(
            "Makes all refresh tokens and browser sessions of a user invalid within minutes; he"
                + " can sign in again, and access tokens he has go on until they end. Refused for"
                + " guests, whose sessions belong to their home tenant.")
        .effect(Effect.CONTAIN)
        .on(Entra::target)
        .probedBy(this::observeRevoked)
        .deadline(REVOKE_DEADLINE)
        .build();
  }

  private static Target target(Account account) {
    return new Target(TargetType.IDENTITY, account.user());
  }

  private Switched turn(Call<Account> call, boolean enabled) throws ActionFailure {
    EntraUser user = graph.user(call.input());
    graph.setEnabled(user, enabled, traced(call));
    return new Switched(user.id(), user.enabled() == enabled, user.external(), user.synced());
  }

  private Observation observe(Call<Account> call, boolean wanted) throws ActionFailure {
    EntraUser user = graph.user(call.input());
    String detail = "accountEnabled=" + user.enabled();
    return user.enabled() == wanted ? Observation.holds(detail) : Observation.absent(detail);
  }

  private Revoked revoke(Call<Account> call) throws ActionFailure {
    EntraUser user = graph.user(call.input());
    if (user.external()) {
      throw ActionFailure.refused(
          "Entra user '"
              + call.input().user()
              + "' is a guest: his sessions belong to his home tenant, where this would not reach"
              + " them; disable him here, and tell them there");
    }
    graph.revokeSessions(user, traced(call));
    return new Revoked(user.id());
  }

  /**
   * HOLDS when sessions are valid only from a time after the action was asked for (its deadline
   * less the time it was given, less {@link #CLOCK_SLACK}), whoever had that done. Else ABSENT, not
   * PENDING, though it may be on its way: Graph does not tell whether the request ever arrived, and
   * sending it again is harmless.
   */
  private Observation observeRevoked(Call<Account> call) throws ActionFailure {
    EntraUser user = graph.user(call.input());
    Instant since = call.deadline().minus(REVOKE_DEADLINE).minus(CLOCK_SLACK);
    String detail =
        user.sessionsValidFrom()
            .map(t -> "signInSessionsValidFromDateTime=" + t)
            .orElse("no signInSessionsValidFromDateTime");
    return user.sessionsValidFrom().filter(t -> t.isAfter(since)).isPresent() && !user.external()
        ? Observation.holds(detail)
        : Observation.absent(detail);
  }

  /**
   * Microsoft's support finds our request by this: a GUID, the same for every attempt.
   * https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support
   */
  private static String traced(Call<?> call) {
    return call.idempotencyKey()
        .substring(0, 32)
        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }
}
