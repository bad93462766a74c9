package dev.firebreak.app.security;

import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TokenStateManager;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/**
 * Keeps no token of an identity provider: who has signed in there gets a session of ours, and the
 * provider is not asked again. So no cookie holds what opens other systems.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class ForgottenTokens implements TokenStateManager {
  private static final String NOTHING = "none";

  @Override
  public Uni<String> createTokenState(
      RoutingContext context,
      OidcTenantConfig config,
      AuthorizationCodeTokens tokens,
      OidcRequestContext<String> requests) {
    return Uni.createFrom().item(NOTHING);
  }

  @Override
  public Uni<AuthorizationCodeTokens> getTokens(
      RoutingContext context,
      OidcTenantConfig config,
      String state,
      OidcRequestContext<AuthorizationCodeTokens> requests) {
    return Uni.createFrom().failure(new AuthenticationFailedException());
  }

  @Override
  public Uni<Void> deleteTokens(
      RoutingContext context,
      OidcTenantConfig config,
      String state,
      OidcRequestContext<Void> requests) {
    return Uni.createFrom().voidItem();
  }
}
