package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Settings of one cluster.
 *
 * @param url of the API server
 * @param token bearer token of a service account
 * @param caCertificate PEM of the cluster's authority; no secret, but only secrets take {@code
 *     file:}
 * @param cluster the name workloads of this cluster carry in front
 * @param namespaces the only ones whose pods may be isolated; empty for all
 * @param policy {@code auto}, {@code network-policy} or {@code cilium}
 * @param timeout for connecting and for each wait for bytes
 */
public record KubernetesSettings(
    @Describe("API server, for example https://10.0.0.1:6443.") URI url,
    @Describe("Bearer token of the service account; best as file:PATH, read once at start.")
        Secret token,
    @Describe(
            "Certificate of the cluster's authority in PEM, best as file:PATH; the only one trusted then.")
        Optional<Secret> caCertificate,
    @Describe(
            "Name of this cluster in cluster/namespace/pod; workloads of another one are refused.")
        Optional<String> cluster,
    @Describe("Namespaces it may touch, separated by commas; leave out for all.")
        List<String> namespaces,
    @Describe(
            value =
                "What denies the traffic: network-policy, cilium, or auto: cilium where the cluster has it.",
            byDefault = "auto")
        String policy,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT10S")
        Duration timeout) {
  public KubernetesSettings {
    namespaces = List.copyOf(namespaces);
    if (!Denials.CHOICES.contains(policy)) {
      throw new IllegalArgumentException(
          "setting 'policy' must be one of "
              + new TreeSet<>(Denials.CHOICES)
              + ", got '"
              + policy
              + "'");
    }
    for (String namespace : namespaces) {
      if (!namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
        throw new IllegalArgumentException(
            "setting 'namespaces' must be names of namespaces, got '" + namespace + "'");
      }
    }
  }
}
