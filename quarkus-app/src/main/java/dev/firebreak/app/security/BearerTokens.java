package dev.firebreak.app.security;

import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code Authorization: Bearer} where there is exactly one; doors with a key of their own are
 * left alone.
 */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
  private static final String BEARER = "Bearer ";

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    List<String> headers = context.request().headers().getAll("Authorization");
    if (Doors.hasOwnKey(context.normalizedPath())
        || headers.size() != 1
        || !headers.get(0).startsWith(BEARER)) {
      return Uni.createFrom().optional(java.util.Optional.empty());
    }
    TokenCredential credential =
        new TokenCredential(headers.get(0).substring(BEARER.length()).strip(), "bearer");
    return identities.authenticate(new TokenAuthenticationRequest(credential));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenAuthenticationRequest.class);
  }
}
