package dev.firebreak.app.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the desktop Camunda Modeler, which is a page of the origin {@code file://} or {@code null},
 * read answers of {@code /engine-rest}. Any sandboxed frame has the origin {@code null} too, so
 * these answers are given to what is shown in {@code Authorization} alone, never to a cookie, and
 * the browser is not told to send any. A preflight is answered before anybody is asked who he is:
 * it carries no credentials (https://fetch.spec.whatwg.org/#cors-preflight-fetch).
 */
@ApplicationScoped
public class ModelerOrigins {
  private static final Set<String> ORIGINS = Set.of("file://", "null");

  /** Before Quarkus finds out who asks (200), and after the headers that every answer carries. */
  private static final int BEFORE_IDENTITY = 900;

  void register(@Observes Filters filters) {
    filters.register(ModelerOrigins::filter, BEFORE_IDENTITY);
  }

  private static void filter(RoutingContext context) {
    Optional<String> origin = Optional.ofNullable(context.request().getHeader("Origin"));
    if (!isForModeler(context)) {
      context.next();
      return;
    }
    boolean preflight = isPreflight(context);
    boolean admitted = origin.filter(ORIGINS::contains).isPresent();
    if (admitted) {
      allow(context.response(), origin.orElseThrow(), preflight);
    }
    if (preflight) {
      context.response().setStatusCode(admitted ? 204 : 403).end();
    } else {
      context.next();
    }
  }

  /** Whether a browser asks whether a page may ask; answered here, for whatever origin. */
  static boolean isPreflight(RoutingContext context) {
    return context.request().method().equals(HttpMethod.OPTIONS)
        && context.request().getHeader("Access-Control-Request-Method") != null
        && isForModeler(context);
  }

  private static boolean isForModeler(RoutingContext context) {
    return isForModeler(context.normalizedPath()) && isForModeler(context.request().path());
  }

  private static void allow(HttpServerResponse response, String origin, boolean preflight) {
    response.putHeader("Access-Control-Allow-Origin", origin).putHeader("Vary", "Origin");
    if (preflight) {
      response
          .putHeader("Access-Control-Allow-Methods", "GET, POST")
          .putHeader("Access-Control-Allow-Headers", "accept, authorization, content-type")
          .putHeader("Access-Control-Max-Age", "600");
    }
  }

  /** The workers' API is for programs, which ask no browser. */
  private static boolean isForModeler(String path) {
    return path.startsWith("/engine-rest/") && !path.startsWith("/engine-rest/external-task/")
        || path.equals("/.well-known/camunda-automation-platform/webapps");
  }
}
