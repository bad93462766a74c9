package dev.firebreak.alert.fireblocks;

import dev.firebreak.connector.Describe;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a Fireblocks webhook.
 *
 * @param workspaces workspace ids, one at least: the vendor signs for all its customers with the
 *     same keys
 * @param region {@code us}, {@code eu}, {@code eu2} or {@code sandbox}
 * @param jwksUrl in place of the region's
 * @param privateHosts as for connectors
 */
public record FireblocksSourceSettings(
    @Describe("Ids of the workspaces whose notifications are accepted; no other's are")
        List<String> workspaces,
    @Describe(
            value =
                "Where the workspace is, which decides whose keys are used: us, eu, eu2, sandbox",
            byDefault = "us")
        String region,
    @Describe("Another place of the signing keys (JWKS) than the region's, for example a mirror")
        Optional<URI> jwksUrl,
    @Describe(
            "Hosts or CIDR ranges in private networks that jwks-url may be on, and may be on without"
                + " TLS")
        List<String> privateHosts) {
  /** https://developers.fireblocks.com/reference/validating-webhooks */
  private static final Map<String, String> HOSTS =
      Map.of(
          "us", "keys.fireblocks.io",
          "eu", "eu-keys.fireblocks.io",
          "eu2", "eu2-keys.fireblocks.io",
          "sandbox", "sandbox-keys.fireblocks.io");

  public FireblocksSourceSettings {
    workspaces = List.copyOf(workspaces);
    privateHosts = List.copyOf(privateHosts);
    if (workspaces.isEmpty()) {
      throw new IllegalArgumentException(
          "workspaces must name at least one workspace id: Fireblocks signs for all its customers"
              + " with the same keys");
    }
    if (!HOSTS.containsKey(region)) {
      throw new IllegalArgumentException(
          "region must be us, eu, eu2 or sandbox, got '" + region + "'");
    }
    jwksUrl
        .filter(u -> u.getHost() == null || u.getRawPath() == null || u.getRawPath().isEmpty())
        .ifPresent(
            u -> {
              throw new IllegalArgumentException(
                  "jwks-url must be like https://host/path, got '" + u + "'");
            });
  }

  /** Where the keys are. */
  URI keys() {
    return jwksUrl.orElseGet(
        () -> URI.create("https://" + HOSTS.get(region) + "/.well-known/jwks.json"));
  }
}
