package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firebreak.access.Sessions;
import dev.firebreak.access.TooManyTries;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.config.OidcConfig;
import dev.firebreak.app.security.Doors;
import dev.firebreak.app.security.Roles;
import dev.firebreak.app.security.SessionCookies;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Signing in with name and password, and out. Only JSON is taken, which no form can send. */
@Path("/api/v1/session")
@PermitAll
@Blocking
public class SessionResource {
  private final Assembly assembly;
  private final OidcConfig oidc;
  private final boolean provider;

  @Inject
  SessionResource(
      Assembly assembly,
      OidcConfig oidc,
      @ConfigProperty(name = "quarkus.oidc.browser.tenant-enabled") boolean provider) {
    this.assembly = assembly;
    this.oidc = oidc;
    this.provider = provider;
  }

  /**
   * How people sign in here.
   *
   * @param local with name and password
   * @param provider at an identity provider, where there is one
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Methods(boolean local, Optional<ProviderMethod> provider) {}

  /**
   * Addresses a browser is to be sent to.
   *
   * @param signInAgain the same, where the provider is to ask again who it is
   * @param signOut where the provider's own session is ended
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record ProviderMethod(
      String name, String signIn, String signInAgain, Optional<String> signOut) {}

  @GET
  @Path("/methods")
  public Methods methods() {
    return new Methods(
        true,
        provider
            ? Optional.of(
                new ProviderMethod(
                    oidc.name(),
                    Doors.PROVIDER_SIGN_IN,
                    Doors.PROVIDER_SIGN_IN + "?prompt=login&max_age=0",
                    oidc.signOutUrl()))
            : Optional.empty());
  }

  public record Login(Optional<String> name, Optional<String> password) {}

  /**
   * @param csrf goes into the header {@code X-CSRF-Token} of whatever changes something
   * @param oneTimePassword whether the password has to be changed before anything else
   */
  public record SignedIn(String csrf, Instant expiresAt, boolean oneTimePassword) {}

  /** The session itself is in the cookie. One answer for whatever was wrong. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response open(@Nullable Login login, @Context RoutingContext context) {
    String name = login == null ? "" : login.name().orElse("");
    String password = login == null ? "" : login.password().orElse("");
    if (name.isEmpty() || password.isEmpty() || password.length() > 400) {
      return wrong();
    }
    try {
      return assembly
          .access
          .sessions()
          .open(name, password, address(context))
          .map(s -> signedIn(s, context))
          .orElseGet(SessionResource::wrong);
    } catch (TooManyTries e) {
      return tooMany(e);
    }
  }

  public record Password(Optional<String> password) {}

  /** When somebody last showed who he is. */
  public record SignedInAgain(Instant signedInAt) {}

  /** Shows once more who it is, for what wants a fresh sign-in. */
  @POST
  @Path("/step-up")
  @RolesAllowed(Roles.ANYONE)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response stepUp(@Nullable Password given, @Context RoutingContext context) {
    Optional<Sessions.Session> session =
        SessionCookies.of(context.request())
            .filter(c -> context.request().getHeader("Authorization") == null)
            .flatMap(assembly.access.sessions()::of);
    if (session.isEmpty()) {
      return Problem.of(409, "No session", "This is no session of a browser; sign in first.");
    }
    String password = given == null ? "" : given.password().orElse("");
    if (password.length() > 400) {
      return wrong();
    }
    try {
      return assembly
          .access
          .sessions()
          .signInAgain(session.get(), password, address(context))
          .map(at -> Response.ok(new SignedInAgain(at)).build())
          .orElseGet(SessionResource::wrong);
    } catch (TooManyTries e) {
      return tooMany(e);
    }
  }

  private static Response signedIn(Sessions.Opened opened, RoutingContext context) {
    context
        .response()
        .addCookie(
            SessionCookies.made(context.request(), opened.cookie(), Sessions.LONGEST.toSeconds()));
    return Response.ok(new SignedIn(opened.csrf(), opened.expiresAt(), opened.oneTimePassword()))
        .build();
  }

  private static Response wrong() {
    return Problem.of(401, "Not signed in", "Name and password do not belong together.");
  }

  static Response tooMany(TooManyTries e) {
    long seconds = Math.max(1, e.pause().plus(Duration.ofMillis(999)).toSeconds());
    return Problem.builder(
            429,
            "Too many tries",
            "Signing in was tried too often. Come back in " + seconds + " s.",
            Optional.empty())
        .header("Retry-After", seconds)
        .build();
  }

  /** Of the peer; of the browser where a trusted proxy says so (quarkus.http.proxy.*). */
  static String address(RoutingContext context) {
    return String.valueOf(context.request().remoteAddress().hostAddress());
  }

  @DELETE
  @RolesAllowed(Roles.ANYONE)
  public Response close(@Context RoutingContext context) {
    SessionCookies.of(context.request())
        .ifPresent(
            cookie -> {
              assembly.access.sessions().close(cookie);
              context.response().addCookie(SessionCookies.made(context.request(), "", 0));
            });
    return Response.noContent().build();
  }
}
