package dev.firebreak.alert.alertmanager;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of an Alertmanager source.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 * @param cluster used where an alert has no label cluster
 */
public record AlertmanagerSettings(
    @Describe(
            "What the sender shows as bearer token, as Basic password or at the end of the URL; at"
                + " least 16 characters")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            "Name of the Kubernetes cluster, put before namespace/pod where the alert has no label cluster")
        Optional<String> cluster) {
  public AlertmanagerSettings {
    cluster
        .filter(c -> !Labels.CLUSTER.matcher(c).matches())
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  "cluster must be 1 to 100 letters, digits, '.', '_' or '-', got '" + c + "'");
            });
  }
}
