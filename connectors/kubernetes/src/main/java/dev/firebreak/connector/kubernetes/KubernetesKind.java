package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/**
 * The kind {@code kubernetes}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API
 *     concepts</a>
 */
public final class KubernetesKind implements HttpConnectorKind<KubernetesSettings> {
  @Override
  public String kind() {
    return "kubernetes";
  }

  @Override
  public Class<KubernetesSettings> settings() {
    return KubernetesSettings.class;
  }

  @Override
  public Endpoint endpoint(KubernetesSettings settings) {
    Endpoint endpoint = Endpoint.at(settings.url()).withTimeout(settings.timeout());
    return settings
        .caCertificate()
        .filter(Secret::exists)
        .map(ca -> endpoint.withCa(ca.reveal()))
        .orElse(endpoint);
  }

  @Override
  public Connector open(KubernetesSettings settings, VendorHttp http) {
    ApiServer api = ApiServer.at(http, settings.token());
    Cluster cluster = new Cluster(api, settings.cluster(), settings.namespaces());
    Denials denials = new Denials(api, settings.policy());
    Quarantine quarantine = new Quarantine(cluster, denials);
    return new KubernetesConnector(
        quarantine,
        new BlastRadius(quarantine, cluster, denials),
        new Lift(cluster, denials),
        new ClusterReadiness(new Reviews(api), denials, settings.namespaces()));
  }
}
