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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
  private static final String BASIC = "Basic ";

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
        || Doors.isProviderSignIn(context)
        || headers.size() != 1) {
      return Uni.createFrom().optional(Optional.empty());
    }
    String token = token(headers.get(0), context.normalizedPath());
    return token.isEmpty() || token.contains(".")
        ? Uni.createFrom().optional(Optional.empty())
        : identities.authenticate(new Shown(token));
  }

  /** Empty where none is shown. Modelers know passwords better than tokens: theirs is one. */
  private static String token(String header, String path) {
    if (header.startsWith(BEARER)) {
      return header.substring(BEARER.length()).strip();
    }
    if (!header.startsWith(BASIC) || !Doors.takesNoCookies(path)) {
      return "";
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return challenge(context);
  }

  /** None where a browser is sent to its identity provider instead. */
  static Uni<ChallengeData> challenge(RoutingContext context) {
    return Doors.isProviderSignIn(context)
        ? Uni.createFrom().optional(Optional.empty())
        : Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
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
