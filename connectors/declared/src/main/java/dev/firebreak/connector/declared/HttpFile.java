package dev.firebreak.connector.declared;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of kind {@code http}, checked as a whole. */
record HttpFile(
    Endpoint endpoint,
    Map<String, Secret> secrets,
    Map<String, Template> headers,
    HttpReadiness.Spec readiness,
    List<HttpAction.Spec> actions) {
  private static final Set<String> MEMBERS =
      Set.of(
          "kind",
          "url",
          "timeout-seconds",
          "private-hosts",
          "max-concurrent",
          "secrets",
          "headers",
          "readiness",
          "actions");

  /**
   * @throws IllegalArgumentException a sentence that names the place in the file
   */
  static HttpFile read(String file, Secrets.Finder finder) {
    Place root = Declaration.read(Path.of(file)).object(MEMBERS);
    Declaration.checkForServer(root);
    Map<String, Secret> secrets = Secrets.of(root.maybe("secrets"), finder);
    List<HttpAction.Spec> actions = new ArrayList<>();
    for (Place.Member m : root.at("actions").members()) {
      actions.add(HttpAction.Spec.of(m.name(), m.value(), secrets.keySet()));
    }
    if (actions.isEmpty()) {
      throw root.at("actions").fault("holds no action");
    }
    Spec.checkUndos(actions.stream().map(HttpAction.Spec::common).toList());
    HttpFile read =
        new HttpFile(
            endpoint(root),
            secrets,
            RequestTemplate.headers(root.maybe("headers"), Set.of(), secrets.keySet()),
            HttpReadiness.Spec.of(root.at("readiness"), secrets.keySet()),
            List.copyOf(actions));
    read.checkActions(root);
    return read;
  }

  private static Endpoint endpoint(Place root) {
    try {
      Endpoint endpoint = Endpoint.at(new URI(root.at("url").text()));
      int seconds = root.maybe("timeout-seconds").map(Place::number).orElse(10);
      return endpoint.withTimeout(Duration.ofSeconds(seconds));
    } catch (Place.Fault e) {
      throw e;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw root.at("url").fault(String.valueOf(e.getMessage()));
    }
  }

  /** The contract's own rules (a containment needs a probe ...), with the file's place. */
  private void checkActions(Place root) {
    VendorHttp nobody =
        VendorHttp.open(Endpoint.at(URI.create("https://nobody.invalid")), List.of());
    try (nobody) {
      for (HttpAction.Spec s : actions) {
        Action<?, ?> unused = new HttpAction(s, this, nobody).action();
      }
    } catch (Place.Fault e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw root.at("actions").fault(String.valueOf(e.getMessage()));
    }
  }
}
