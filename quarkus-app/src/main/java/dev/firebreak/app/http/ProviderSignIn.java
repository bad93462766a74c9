package dev.firebreak.app.http;

import dev.firebreak.access.Sessions;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Doors;
import dev.firebreak.app.security.Roles;
import dev.firebreak.app.security.SessionCookies;
import dev.firebreak.app.security.VouchedPrincipal;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/**
 * Where a browser is sent to its identity provider from, and where it comes back to (OpenID Connect
 * Core 1.0, authorization code flow, with PKCE). The last answer is a page, no redirect: the cookie
 * of our session is {@code SameSite=Strict}, and a browser that comes from another site shows it
 * only once it has been on a page of ours.
 */
@Path(Doors.PROVIDER_SIGN_IN)
@RolesAllowed(Roles.VOUCHED)
@Blocking
public class ProviderSignIn {
  private static final String SIGNED_IN =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/">
      <title>Firebreak</title></head><body><p>You are signed in. <a href="/">Go on</a></p></body></html>
      """;

  private static final String SENT_AWAY =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Firebreak</title></head><body>
      <p>Your identity provider knows you, but you may do nothing here: you are in none of the groups that are
      known here, or were shut out. Ask whoever looks after people in Firebreak.</p></body></html>
      """;

  private final Assembly assembly;

  @Inject
  ProviderSignIn(Assembly assembly) {
    this.assembly = assembly;
  }

  /**
   * Redirects to the provider; answers with a page and a session when it sends the browser back.
   */
  @GET
  public Response come(@Context SecurityContext security, @Context RoutingContext context) {
    forgetOtherCookies(context);
    VouchedPrincipal who = (VouchedPrincipal) security.getUserPrincipal();
    if (who.vouched().groups().isEmpty() || isShutOut(who)) {
      return page(403, SENT_AWAY);
    }
    assembly.access.aliases().vouched(who.subject(), who.names());
    Sessions.Opened opened =
        assembly
            .access
            .sessions()
            .open(who.subject(), who.vouched(), who.signIn(), SessionResource.address(context));
    context
        .response()
        .addCookie(
            SessionCookies.made(
                context.request(), opened.cookie(), Sessions.LONGEST_VOUCHED.toSeconds()));
    return page(200, SIGNED_IN);
  }

  private boolean isShutOut(VouchedPrincipal who) {
    return assembly
        .access
        .byProvider(who.subject(), who.getName(), List.of(), who.signIn())
        .isEmpty();
  }

  /** Quarkus would keep a session of its own. */
  private static void forgetOtherCookies(RoutingContext context) {
    context.request().cookies().stream()
        .map(Cookie::getName)
        .filter(n -> n.startsWith("q_session"))
        .distinct()
        .toList()
        .forEach(n -> context.response().removeCookies(n));
  }

  private static Response page(int status, String html) {
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(html)
        .build();
  }
}
