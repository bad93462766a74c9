package dev.firebreak.app.security;

import dev.firebreak.action.StopSwitch;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.console.ConsolePages;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that is not a JAX-RS resource with its own annotation is for readers: an allow-list,
 * so that no spelling of a path opens what is not on it. Health alone is open. Methods that nothing
 * here has a use for are refused to everybody.
 */
@ApplicationScoped
public class Doors {
  /** Where browsers go to their identity provider from, and come back to. */
  public static final String PROVIDER_SIGN_IN = "/api/v1/session/provider";

  private final Instance<Assembly> assembly;

  @Inject
  Doors(Instance<Assembly> assembly) {
    this.assembly = assembly;
  }

  private static final int FIRST = 1_000;

  /**
   * No page of another origin is to ask anything (CORS), so nobody needs OPTIONS but {@link
   * ModelerOrigins}.
   */
  private static final List<HttpMethod> METHODS =
      List.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE);

  private static final String ALLOWED =
      METHODS.stream().map(HttpMethod::name).collect(Collectors.joining(", "));

  /** After Quarkus has found out who asks (200) and before anything answers. */
  private static final int ONCE_KNOWN = 90;

  void register(@Observes Filters filters) {
    filters.register(this::enter, FIRST);
    filters.register(Doors::guard, ONCE_KNOWN);
  }

  private void enter(RoutingContext context) {
    if (!METHODS.contains(context.request().method()) && !ModelerOrigins.isPreflight(context)) {
      context.response().setStatusCode(405).putHeader("Allow", ALLOWED).end();
      return;
    }
    if (context.normalizedPath().startsWith("/api/v1/")) {
      sayStopped(context);
    }
    context.next();
  }

  private static void guard(RoutingContext context) {
    // Both spellings: the router goes by the normalized one, and neither may hide the other.
    boolean open = isOpen(context.request().path()) && isOpen(context.normalizedPath());
    if (open || may(context, Roles.LOOKS_AFTER)) {
      context.next();
    } else if (may(context, Roles.ANYONE)) {
      context.response().setStatusCode(403).end();
    } else {
      context.response().setStatusCode(401).putHeader("WWW-Authenticate", "Bearer").end();
    }
  }

  private static boolean may(RoutingContext context, String role) {
    return context.user() instanceof QuarkusHttpUser user
        && user.getSecurityIdentity().hasRole(role);
  }

  /** So that nobody looks at a screen and believes that containment runs. */
  private void sayStopped(RoutingContext context) {
    assembly
        .get()
        .brakes
        .stop()
        .stopped()
        .map(StopSwitch.Stopped::sentence)
        .ifPresent(
            s ->
                context
                    .response()
                    .putHeader("Firebreak-Stopped", s.replaceAll("[^\\x20-\\x7e]", "?")));
  }

  /** Whether what is behind a path checks credentials of its own: senders, firewalls, workers. */
  static boolean hasOwnKey(String path) {
    return path.startsWith("/hooks/")
        || path.startsWith("/lists/")
        || path.startsWith("/engine-rest/external-task/");
  }

  /** Whether somebody signs in; what an old cookie says about him does not matter then. */
  static boolean isSignIn(HttpServerRequest request) {
    return request.method().equals(HttpMethod.POST) && request.path().equals("/api/v1/session");
  }

  /** Whether only what an identity provider says counts: neither cookies nor tokens of ours. */
  static boolean isProviderSignIn(RoutingContext context) {
    return context.normalizedPath().equals(PROVIDER_SIGN_IN);
  }

  /**
   * Whether only what a program shows opens a path, never a browser's cookie: pages of any origin
   * may ask there.
   */
  static boolean takesNoCookies(String path) {
    return path.startsWith("/engine-rest/");
  }

  private static boolean isOpen(String path) {
    return hasOwnKey(path)
        || ConsolePages.covers(path)
        || path.startsWith("/api/v1/")
        || path.startsWith("/approvals/") // A page without data, for links in messages.
        || path.startsWith("/engine-rest/")
        || path.equals("/.well-known/camunda-automation-platform/webapps")
        || path.startsWith("/cockpit/")
        || path.matches("/q/health(/(live|ready|started))?");
  }
}
