package dev.firebreak.app.security;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code Authorization: Bearer} where there is exactly one; doors with a key of their own are
 * left alone, and so are tokens with a dot in them, which an identity provider made.
 */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
  /** Before an identity provider's mechanism, which takes every bearer token for one of its own. */
  static final int BEFORE_PROVIDERS = 2 * DEFAULT_PRIORITY;

  private static final String BEARER = "Bearer ";

  /** A token of ours, perhaps. */
  public static final class Shown extends BaseAuthenticationRequest {
    private final String token;

    Shown(String token) {
      this.token = token;
    }

    String token() {
      return token;
    }
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    List<String> headers = context.request().headers().getAll("Authorization");
    if (Doors.hasOwnKey(context.normalizedPath())
        || headers.size() != 1
        || !headers.get(0).startsWith(BEARER)) {
      return Uni.createFrom().optional(Optional.empty());
    }
    String token = headers.get(0).substring(BEARER.length()).strip();
    return token.contains(".")
        ? Uni.createFrom().optional(Optional.empty())
        : identities.authenticate(new Shown(token));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public int getPriority() {
    return BEFORE_PROVIDERS;
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(Shown.class);
  }
}
