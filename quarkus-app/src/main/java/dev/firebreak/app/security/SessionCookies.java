package dev.firebreak.app.security;

import dev.firebreak.access.Sessions;
import dev.firebreak.app.Assembly;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signed-in browsers. A cookie opens what reads; what changes something also needs the session's
 * token in {@code X-CSRF-Token}, which another site can neither read nor set. Where a request shows
 * an {@code Authorization} as well, the cookie does not count.
 */
@ApplicationScoped
public class SessionCookies
    implements HttpAuthenticationMechanism, IdentityProvider<SessionCookies.Shown> {
  /** The header with the session's token. */
  public static final String CSRF = "X-CSRF-Token";

  /** Browsers take this one only with Secure, from this host itself, for all of its paths. */
  private static final String NAME = "__Host-firebreak";

  private static final String NAME_ON_LOOPBACK = "firebreak";
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Instance<Assembly> assembly;
  private final ProviderGroups groups;

  @Inject
  SessionCookies(Instance<Assembly> assembly, ProviderGroups groups) {
    this.assembly = assembly;
    this.groups = groups;
  }

  /** A cookie, and the header beside it where one is needed. */
  public static final class Shown extends BaseAuthenticationRequest {
    private final String cookie;
    private final Optional<String> csrf;

    Shown(String cookie, Optional<String> csrf) {
      this.cookie = cookie;
      this.csrf = csrf;
    }
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    HttpServerRequest request = context.request();
    Optional<String> cookie = of(request);
    if (cookie.isEmpty()
        || Doors.hasOwnKey(context.normalizedPath())
        || Doors.takesNoCookies(context.normalizedPath())
        || Doors.takesNoCookies(request.path())
        || Doors.isSignIn(request)
        || Doors.isProviderSignIn(context)
        || request.headers().contains("Authorization")) {
      return Uni.createFrom().optional(Optional.empty());
    }
    List<String> headers = request.headers().getAll(CSRF);
    Optional<String> csrf =
        READING.contains(request.method())
            ? Optional.empty()
            : Optional.of(headers.size() == 1 ? headers.get(0) : "");
    // An old cookie is no offence: its browser has yet to get the page on which to sign in.
    return identities
        .authenticate(new Shown(cookie.get(), csrf))
        .onFailure(AuthenticationFailedException.class)
        .recoverWithUni(() -> Uni.createFrom().optional(Optional.empty()));
  }

  @Override
  public Class<Shown> getRequestType() {
    return Shown.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(Shown shown, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identity(shown));
  }

  private SecurityIdentity identity(Shown shown) {
    Sessions.Session session =
        assembly
            .get()
            .access
            .sessions()
            .of(shown.cookie)
            .orElseThrow(AuthenticationFailedException::new);
    if (shown.csrf.filter(c -> !isSame(c, session.csrf())).isPresent()) {
      throw new ForbiddenException("the header " + CSRF + " is missing or of another session");
    }
    return CallerPrincipal.identity(assembly.get().access.bySession(session, groups::worth));
  }

  private static boolean isSame(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** The cookie of a request; the plain name counts on loopback only. */
  public static Optional<String> of(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(name(request)))
        .map(Cookie::getValue)
        .filter(v -> !v.isEmpty() && v.length() <= 100);
  }

  /** The cookie that signs a browser in. */
  public static Cookie made(HttpServerRequest request, String secret, long seconds) {
    return Cookie.cookie(name(request), secret)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(!isPlainLoopback(request))
        .setSameSite(CookieSameSite.STRICT)
        .setMaxAge(seconds);
  }

  private static String name(HttpServerRequest request) {
    return isPlainLoopback(request) ? NAME_ON_LOOPBACK : NAME;
  }

  /** A browser on this machine, with no proxy between. */
  private static boolean isPlainLoopback(HttpServerRequest request) {
    String host = Optional.ofNullable(request.getHeader("Host")).orElse("");
    return host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?")
        && !request.isSSL()
        && !"https".equals(request.getHeader("X-Forwarded-Proto"));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return BearerTokens.challenge(context);
  }

  /** As a mechanism; there is one provider of its kind. */
  @Override
  public int getPriority() {
    return BearerTokens.BEFORE_PROVIDERS;
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(Shown.class);
  }
}
