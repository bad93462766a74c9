package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Reversibility;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;

/** What can be done in one AWS account's IAM. */
record AwsIam(
    AccessKeys keys, RoleSessions sessions, UserQuarantine quarantine, Permissions permissions)
    implements Connector {

  @Override
  public String name() {
    return "aws-iam";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        deactivateKey(), activateKey(), revokeRoleSessions(), quarantineUser(), releaseUser());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return permissions.readiness();
  }

  private Action<AccessKeys.Key, AccessKeys.Owner> deactivateKey() {
    return Action.named(
            "deactivate-key", AccessKeys.Key.class, AccessKeys.Owner.class, keys::deactivate)
        .description(
            "Makes an access key Inactive: AWS takes no more requests signed with it. Temporary"
                + " credentials that were got with it go on until they run out.")
        .effect(Effect.CONTAIN)
        .on(k -> new Target(TargetType.CREDENTIAL, k.accessKeyId()))
        .probedBy(keys::observeInactive)
        .undoneBy("activate-key", call -> call.input())
        .build();
  }

  private Action<AccessKeys.Key, AccessKeys.Owner> activateKey() {
    return Action.named(
            "activate-key", AccessKeys.Key.class, AccessKeys.Owner.class, keys::activate)
        .description("Makes an access key Active again.")
        .effect(Effect.RELEASE)
        .on(k -> new Target(TargetType.CREDENTIAL, k.accessKeyId()))
        .probedBy(keys::observeActive)
        .build();
  }

  private Action<RoleSessions.Role, RoleSessions.Revoked> revokeRoleSessions() {
    return Action.named(
            "revoke-role-sessions",
            RoleSessions.Role.class,
            RoleSessions.Revoked.class,
            sessions::revoke)
        .description(
            "Denies everything to all sessions of a role begun before now, whoever holds them."
                + " Sessions begun later are not affected: close the way in as well.")
        .effect(Effect.CONTAIN)
        .reversibility(Reversibility.NO)
        .on(r -> new Target(TargetType.IDENTITY, r.role()))
        .rehearsedBy(sessions::rehearse)
        .probedBy(sessions::observe)
        .deadline(RoleSessions.DEADLINE)
        .build();
  }

  private Action<UserQuarantine.User, UserQuarantine.Quarantined> quarantineUser() {
    return Action.named(
            "quarantine-user",
            UserQuarantine.User.class,
            UserQuarantine.Quarantined.class,
            quarantine::quarantine)
        .description(
            "Denies an IAM user everything, with all his keys, his console session and his"
                + " temporary credentials. Sessions of roles he assumed go on.")
        .effect(Effect.CONTAIN)
        .on(u -> new Target(TargetType.IDENTITY, u.user()))
        .probedBy(quarantine::observeQuarantined)
        .undoneBy(
            "release-user",
            call -> new UserQuarantine.Release(call.input().user(), UserQuarantine.policy(call)))
        .build();
  }

  private Action<UserQuarantine.Release, Action.Done> releaseUser() {
    return Action.named(
            "release-user", UserQuarantine.Release.class, Action.Done.class, quarantine::release)
        .description("Deletes the policy that quarantine-user put on an IAM user.")
        .effect(Effect.RELEASE)
        .on(r -> new Target(TargetType.IDENTITY, r.user()))
        .probedBy(quarantine::observeReleased)
        .build();
  }
}
