package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AwsIamContractTest extends ConnectorContract {
  private static final String KEY_ID = "AKIASTOLENKEYOFANA00";
  private static final String POLICY = "Firebreak-Quarantine-0123456789abcdef0123";
  private static final String DENY_ALL = PolicyDocument.denyingAll("FirebreakQuarantine", Map.of());

  @Override
  protected HttpConnectorKind<?> kind() {
    return new AwsIamKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl,
        "sts-url", baseUrl,
        "access-key-id", "ASIACANARYACCESSKEYI",
        "secret-access-key", "canarySecretAccessKey/7c1e0b52",
        "session-token", "canarySessionToken/91f3");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    Iam.onRead(vendor, "GetCallerIdentity", Iam.self(Iam.SELF));
    Iam.onRead(vendor, "SimulatePrincipalPolicy", Iam.simulated(Iam.allAllowed()));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        keyCase("deactivate-key", "Active", "Inactive"),
        keyCase("activate-key", "Inactive", "Active"),
        ActionCase.of("revoke-role-sessions", new RoleSessions.Role("signer"))
            .main("POST", "/")
            .before(v -> Iam.onRead(v, "GetRolePolicy", Iam.noSuchEntity()))
            .vendor(
                v -> {
                  ready(v);
                  Iam.onRead(v, "GetRole", Iam.role("/custody/"));
                  Iam.onChange(v, "PutRolePolicy", Iam.result("PutRolePolicy", ""));
                })
            .after(
                v ->
                    Iam.onRead(
                        v,
                        "GetRolePolicy",
                        Iam.rolePolicy(
                            Revocation.document("x", Instant.parse("2099-01-01T00:00:00Z"))))),
        ActionCase.of("quarantine-user", new UserQuarantine.User("ana"))
            .main("POST", "/")
            .before(v -> Iam.onRead(v, "GetUserPolicy", Iam.noSuchEntity()))
            .vendor(
                v -> {
                  ready(v);
                  Iam.onChange(v, "PutUserPolicy", Iam.result("PutUserPolicy", ""));
                })
            .after(v -> Iam.onRead(v, "GetUserPolicy", Iam.userPolicy(DENY_ALL))),
        ActionCase.of("release-user", new UserQuarantine.Release("ana", POLICY))
            .main("POST", "/")
            .before(v -> Iam.onRead(v, "GetUserPolicy", Iam.userPolicy(DENY_ALL)))
            .vendor(v -> Iam.onChange(v, "DeleteUserPolicy", Iam.result("DeleteUserPolicy", "")))
            .after(v -> Iam.onRead(v, "GetUserPolicy", Iam.noSuchEntity())));
  }

  private static ActionCase keyCase(String action, String before, String after) {
    return ActionCase.of(action, new AccessKeys.Key(KEY_ID, Optional.empty()))
        .main("POST", "/")
        .before(v -> Iam.onRead(v, "ListAccessKeys", Iam.keys(KEY_ID, before)))
        .vendor(
            v -> {
              Iam.onRead(v, "GetAccessKeyLastUsed", Iam.owner("ana"));
              Iam.onChange(v, "UpdateAccessKey", Iam.result("UpdateAccessKey", ""));
            })
        .after(v -> Iam.onRead(v, "ListAccessKeys", Iam.keys(KEY_ID, after)));
  }
}
