package dev.firebreak.app.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * The console's files, which are the same for everybody and say nothing about the installation. An
 * address of a page is answered with the one document that all of them share; what it may show, the
 * API decides.
 */
@ApplicationScoped
public class ConsolePages {
  /** After the headers of every answer, before anything is decided about the path. */
  private static final int EARLY = 900;

  private static final String DOCUMENT = "/index.html";

  /** As in {@code console/src/routes.ts}; {@code ConsoleIT} opens each of them. */
  private static final Pattern PAGE =
      Pattern.compile(
          "/(sign-in|incidents|runs|approvals|containments|playbooks|modeler|metrics|connectors"
              + "|sources|people|settings)(/[A-Za-z0-9_:@%~-]{1,200}){0,4}");

  private static final Pattern FILE =
      Pattern.compile("/|/index\\.html|/favicon\\.svg|/assets/[A-Za-z0-9_.-]{1,200}");

  /**
   * Nothing inline, nothing from elsewhere; nothing is put on the page as HTML that came as data.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final boolean built = isBuilt();

  void register(@Observes Filters filters) {
    filters.register(this::answer, EARLY);
  }

  /** Whether this build has the console; see docs/adr/0022. */
  public static boolean isBuilt() {
    return ConsolePages.class.getClassLoader().getResource("META-INF/resources" + DOCUMENT) != null;
  }

  /** Whether a path is the console's, and so open to everybody. */
  public static boolean covers(String path) {
    return isPage(path) || FILE.matcher(path).matches();
  }

  private static boolean isPage(String path) {
    return PAGE.matcher(path).matches();
  }

  private void answer(RoutingContext context) {
    HttpMethod method = context.request().method();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    String path = context.normalizedPath();
    boolean ours = reads && covers(path) && covers(context.request().path());
    // Messages link to approvals: without the console, what is there to answer them does.
    if (!ours || !built && path.startsWith("/approvals/")) {
      context.next();
    } else if (!built) {
      sayMissing(context.response());
    } else if (isPage(path)) {
      context.reroute(DOCUMENT);
    } else {
      headers(context.response(), path);
      context.addHeadersEndHandler(v -> keepOnlyFiles(context.response()));
      context.next();
    }
  }

  /** Names of assets hold a hash of their content; the document names those in force. */
  private static void headers(HttpServerResponse response, String path) {
    boolean asset = path.startsWith("/assets/");
    response
        .putHeader("Cache-Control", asset ? "public, max-age=31536000, immutable" : "no-cache")
        .putHeader("Content-Security-Policy", POLICY);
  }

  /** A browser must not remember for a year that an asset of the next version is not there yet. */
  private static void keepOnlyFiles(HttpServerResponse response) {
    if (response.getStatusCode() >= 400) {
      response.putHeader("Cache-Control", "no-store");
    }
  }

  private static void sayMissing(HttpServerResponse response) {
    response
        .setStatusCode(404)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(
            "This Firebreak was built without its console; the output of the build says why."
                + " ./firebreak --help lists what the command line does.\n");
  }
}
