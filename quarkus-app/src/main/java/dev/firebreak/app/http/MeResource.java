package dev.firebreak.app.http;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import dev.firebreak.access.Sessions;
import dev.firebreak.access.TooManyTries;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.app.security.SessionCookies;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who the caller is, and what he does about himself. */
@Path("/api/v1/me")
@RolesAllowed(Roles.ANYONE)
@Blocking
public class MeResource extends Api {
  private final Assembly assembly;

  @Inject
  MeResource(Assembly assembly) {
    this.assembly = assembly;
  }

  public record May(String role, String scope) {
    static May of(Grant g) {
      return new May(g.role().key(), g.scope().text());
    }
  }

  /**
   * @param means {@code token}, {@code session}, {@code one_time_password} or {@code oidc}
   * @param grants in force for this token or session
   * @param csrf of the session, where there is one
   * @param signedInAt when he last showed who he is, where that is known
   * @param acr how, in his identity provider's words
   * @param federated whether an identity provider says who he is
   */
  public record Me(
      String subject,
      String name,
      String means,
      List<May> grants,
      Optional<String> csrf,
      Optional<Instant> signedInAt,
      Optional<String> acr,
      boolean federated) {}

  @GET
  public Me me(@Context SecurityContext security, @Context RoutingContext context) {
    Caller c = caller(security);
    boolean session =
        c.means() == Caller.Means.SESSION || c.means() == Caller.Means.ONE_TIME_PASSWORD;
    return new Me(
        c.subject(),
        c.name(),
        Views.lower(c.means().name()),
        c.grants().stream().map(May::of).toList(),
        session ? csrf(context) : Optional.empty(),
        c.signIn().map(Caller.SignIn::at),
        c.signIn().flatMap(Caller.SignIn::acr),
        c.subject().startsWith("oidc:"));
  }

  private Optional<String> csrf(RoutingContext context) {
    return SessionCookies.of(context.request())
        .flatMap(assembly.access.sessions()::of)
        .map(Sessions.Session::csrf);
  }

  public record NewPassword(Optional<String> current, Optional<String> fresh) {}

  /** Changes the caller's password; he has to sign in again, everywhere. */
  @POST
  @Path("/password")
  public Response password(
      @Nullable NewPassword body,
      @Context SecurityContext security,
      @Context RoutingContext context) {
    NewPassword asked = given(body);
    try {
      assembly
          .access
          .sessions()
          .changePassword(
              caller(security),
              asked.current().orElse(""),
              asked.fresh().orElse(""),
              SessionResource.address(context));
      return Response.noContent().build();
    } catch (TooManyTries e) {
      return SessionResource.tooMany(e);
    }
  }

  /** Takes emergency rights for an hour; see {@link dev.firebreak.access.BreakGlass}. */
  @POST
  @Path("/break-glass")
  @RolesAllowed(Roles.BREAK_GLASS)
  public Response breakGlass(
      IncidentResource.@Nullable Reason body, @Context SecurityContext security) {
    String reason = given(body).reason().orElse("");
    return Response.ok(
            Map.of("until", assembly.access.glass().open(caller(security), reason).toString()))
        .build();
  }
}
