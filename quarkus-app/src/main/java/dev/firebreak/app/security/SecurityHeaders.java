package dev.firebreak.app.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * What every answer tells a browser: run, frame, sniff and keep nothing that is not meant. Set
 * before anything else looks at a request, so that refusals and errors carry it too. SECURITY.md
 * says what each is for.
 */
@ApplicationScoped
public class SecurityHeaders {
  /** Before {@link Doors}. */
  private static final int FIRST = 1_100;

  /** For what programs read: a browser that shows it may load and run nothing. */
  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

  /**
   * For the console: files of this server alone, none of it inline. Fonts and pictures may be part
   * of its style sheets (data:), which run nothing.
   */
  private static final String CONSOLE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** Every feature that asks a person for something, but writing to the clipboard. */
  private static final String FEATURES =
      "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(),"
          + " clipboard-read=(), clipboard-write=(self), display-capture=(), encrypted-media=(),"
          + " geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(),"
          + " payment=(), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(),"
          + " xr-spatial-tracking=()";

  private static final List<String> FOR_PROGRAMS =
      List.of("/api/", "/hooks/", "/lists/", "/engine-rest/", "/q/");

  void register(@Observes Filters filters) {
    filters.register(SecurityHeaders::set, FIRST);
  }

  private static void set(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", policy(context.normalizedPath()));
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Permissions-Policy", FEATURES);
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    if (isEncrypted(context)) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    context.next();
  }

  /** As the router reads the path: {@code //api} and {@code /x/../api} are {@code /api}. */
  private static String policy(String path) {
    return FOR_PROGRAMS.stream().anyMatch(path::startsWith) ? NOTHING : CONSOLE;
  }

  /**
   * Here or at a proxy; browsers take the header seriously over TLS only, so a lie gains nothing.
   */
  private static boolean isEncrypted(RoutingContext context) {
    return context.request().isSSL()
        || "https".equals(context.request().getHeader("X-Forwarded-Proto"));
  }
}
