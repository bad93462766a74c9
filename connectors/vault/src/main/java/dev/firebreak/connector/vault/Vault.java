package dev.firebreak.connector.vault;

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
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One Vault or namespace. Whatever would cut off the connector itself is refused: a forged alert
 * must not be able to have that done.
 */
final class Vault implements Connector {
  /** Vault revokes leases in the background, and tries again when a database is down. */
  static final Duration QUEUE_DEADLINE = Duration.ofMinutes(5);

  private final Tokens tokens;
  private final Leases leases;
  private final Entities entities;
  private final PrefixRevocation prefixes;
  private final VaultReadiness readiness;
  private final List<Action<?, ?>> actions;

  private Vault(Tokens tokens, Leases leases, Entities entities, List<String> revocable) {
    this.tokens = tokens;
    this.leases = leases;
    this.entities = entities;
    this.prefixes = new PrefixRevocation(tokens, leases, revocable);
    this.readiness = new VaultReadiness(tokens, revocable);
    this.actions =
        List.of(revokeAccessor(), revokeLease(), revokePrefix(), disableEntity(), enableEntity());
  }

  static Vault of(VaultSettings settings, VendorHttp http, Clock clock) {
    VaultCalls calls = new VaultCalls(new VaultSession(settings, http, clock));
    return new Vault(
        new Tokens(calls), new Leases(calls), new Entities(calls), settings.revocablePrefixes());
  }

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return readiness.ask();
  }

  private Action<Accessor, RevokedToken> revokeAccessor() {
    return Action.named("revoke-accessor", Accessor.class, RevokedToken.class, this::revokeToken)
        .description(
            "Revokes the token with this accessor, its child tokens and all their leases. Its"
                + " holder can log in again, unless his entity is disabled.")
        .effect(Effect.CONTAIN)
        .on(a -> new Target(TargetType.CREDENTIAL, a.accessor()))
        .probedBy(this::observeToken)
        .build();
  }

  private Action<LeaseId, RevokedLease> revokeLease() {
    return Action.named("revoke-lease", LeaseId.class, RevokedLease.class, this::revokeLease)
        .description(
            "Revokes one lease: the dynamic secret behind it (a database account, a cloud key) is"
                + " taken back where it was made.")
        .effect(Effect.CONTAIN)
        .on(l -> new Target(TargetType.CREDENTIAL, l.lease()))
        .probedBy(this::observeLease)
        .deadline(QUEUE_DEADLINE)
        .build();
  }

  private Action<Prefix, Done> revokePrefix() {
    return Action.named("revoke-prefix", Prefix.class, Done.class, prefixes::revoke)
        .description(
            "Revokes every lease and token below a prefix that setting revocable-prefixes allows."
                + " Whoever uses them has to get new ones.")
        .effect(Effect.CONTAIN)
        .on(p -> new Target(TargetType.CREDENTIAL, p.prefix() + "/"))
        .rehearsedBy(prefixes::rehearse)
        .probedBy(prefixes::observe)
        .deadline(QUEUE_DEADLINE)
        .build();
  }

  private Action<EntityId, Switched> disableEntity() {
    return Action.named(
            "disable-entity", EntityId.class, Switched.class, call -> turn(call.input(), true))
        .description(
            "Disables an entity: none of its tokens is taken any more, and it gets no new ones."
                + " Leases it holds go on.")
        .effect(Effect.CONTAIN)
        .on(Vault::target)
        .probedBy(call -> observe(call, true))
        .undoneBy("enable-entity", Call::input)
        .build();
  }

  private Action<EntityId, Switched> enableEntity() {
    return Action.named(
            "enable-entity", EntityId.class, Switched.class, call -> turn(call.input(), false))
        .description(
            "Enables a disabled entity; its tokens that did not end meanwhile are taken again.")
        .effect(Effect.RELEASE)
        .on(Vault::target)
        .probedBy(call -> observe(call, false))
        .build();
  }

  private static Target target(EntityId entity) {
    return new Target(TargetType.IDENTITY, entity.entity());
  }

  private RevokedToken revokeToken(Call<Accessor> call) throws ActionFailure {
    Accessor accessor = call.input();
    Optional<HeldToken> token = tokens.token(accessor);
    if (token.isEmpty()) {
      return RevokedToken.GONE;
    }
    if (tokens.self().accessor().equals(accessor.accessor())) {
      throw ActionFailure.refused(
          "accessor " + accessor.accessor() + " is this connector's own token, which it keeps");
    }
    tokens.revoke(accessor);
    return RevokedToken.of(token.get());
  }

  private Observation observeToken(Call<Accessor> call) throws ActionFailure {
    return tokens
        .token(call.input())
        .map(t -> Observation.absent("the token of " + t.displayName() + " is valid"))
        .orElseGet(() -> Observation.holds("no token has this accessor"));
  }

  private RevokedLease revokeLease(Call<LeaseId> call) throws ActionFailure {
    if (leases.lease(call.input().lease()).isEmpty()) {
      return new RevokedLease(true);
    }
    leases.revoke(call.input());
    return new RevokedLease(false);
  }

  private Observation observeLease(Call<LeaseId> call) throws ActionFailure {
    Optional<Lease> lease = leases.lease(call.input().lease());
    if (lease.isEmpty()) {
      return Observation.holds("there is no such lease");
    }
    return lease.get().ending()
        ? Observation.pending(lease.get().whileEnding())
        : Observation.absent("the lease is valid");
  }

  private Switched turn(EntityId id, boolean disabled) throws ActionFailure {
    Entity entity = entities.entity(id);
    if (entity.disabled() == disabled) {
      return new Switched(entity.name(), true);
    }
    if (disabled && tokens.self().entityId().equalsIgnoreCase(id.entity())) {
      throw ActionFailure.refused(
          "entity " + id.entity() + " is this connector's own, which it does not disable");
    }
    entities.setDisabled(id, disabled);
    return new Switched(entity.name(), false);
  }

  private Observation observe(Call<EntityId> call, boolean wanted) throws ActionFailure {
    Entity entity = entities.entity(call.input());
    String detail = entity.name() + " disabled=" + entity.disabled();
    return entity.disabled() == wanted ? Observation.holds(detail) : Observation.absent(detail);
  }
}
