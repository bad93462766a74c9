package dev.firebreak.app.security;

import dev.firebreak.action.StopSwitch;
import dev.firebreak.app.Assembly;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Everything that is not a JAX-RS resource with its own annotation asks for a token: an allow-list,
 * so that no spelling of a path opens what is not on it. Health alone is open. Also sets the
 * headers that every answer carries.
 */
@ApplicationScoped
public class Doors {
  private final Instance<Assembly> assembly;

  @Inject
  Doors(Instance<Assembly> assembly) {
    this.assembly = assembly;
  }

  void register(@Observes Filters filters) {
    filters.register(this::guard, 1_000);
  }

  private void guard(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (context.normalizedPath().startsWith("/api/v1/")) {
      sayStopped(context);
    }
    // Both spellings: the router goes by the normalized one, and neither may hide the other.
    if (isOpen(context.request().path()) && isOpen(context.normalizedPath())) {
      context.next();
      return;
    }
    List<String> headers = context.request().headers().getAll("Authorization");
    if (headers.size() != 1 || !headers.get(0).startsWith("Bearer ")) {
      refuse(context);
      return;
    }
    String token = headers.get(0).substring("Bearer ".length()).strip();
    context
        .vertx()
        .executeBlocking(() -> assembly.get().persons.holder(token).isPresent())
        .onSuccess(
            known -> {
              if (known) {
                context.next();
              } else {
                refuse(context);
              }
            })
        .onFailure(e -> context.fail(503));
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

  private static boolean isOpen(String path) {
    return hasOwnKey(path)
        || path.startsWith("/api/v1/")
        || path.matches("/q/health(/(live|ready|started))?");
  }

  private static void refuse(RoutingContext context) {
    context.response().setStatusCode(401).putHeader("WWW-Authenticate", "Bearer").end();
  }
}
