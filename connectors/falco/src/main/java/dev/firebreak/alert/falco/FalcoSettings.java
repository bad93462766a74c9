package dev.firebreak.alert.falco;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a Falco source.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 * @param cluster used where an event does not name its cluster itself
 */
public record FalcoSettings(
    @Describe(
            "What the sender shows as bearer token, as Basic password or at the end of the URL; at"
                + " least 16 characters")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe("Name of the Kubernetes cluster, put before namespace/pod where the event has none")
        Optional<String> cluster) {
  public FalcoSettings {
    cluster
        .filter(c -> !FalcoEvent.CLUSTER.matcher(c).matches())
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  "cluster must be 1 to 100 letters, digits, '.', '_' or '-', got '" + c + "'");
            });
  }
}
