package dev.firebreak.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people may whom an identity provider vouches for. The provider itself is set with {@code
 * quarkus.oidc.tenant-enabled=true}, {@code quarkus.oidc.auth-server-url}, {@code
 * quarkus.oidc.client-id} and {@code quarkus.oidc.token.audience}; where it keeps groups, with
 * {@code quarkus.oidc.roles.role-claim-path}.
 */
@ConfigMapping(prefix = "firebreak.oidc")
public interface OidcConfig {
  /**
   * Name of the provider in subjects, {@code oidc:<name>:<sub>}. Keep it: votes and the audit trail
   * hold it.
   */
  @WithDefault("provider")
  String name();

  /**
   * Address on which people end their session at the provider as well, for the console's sign-out,
   * for example {@code https://id.acme.example/realms/acme/protocol/openid-connect/logout}.
   */
  @WithName("sign-out-url")
  Optional<String> signOutUrl();

  /**
   * By group, what its people are: {@code ROLE:SCOPE}, for example {@code
   * approver:connector:exchange}, {@code viewer:*}. Nobody else gets in.
   */
  Map<String, List<String>> groups();

  /**
   * Claims by which other systems know somebody. Who is named so in an alert does not vote about
   * it.
   */
  @WithDefault("preferred_username,email,upn")
  List<String> aliasClaims();
}
