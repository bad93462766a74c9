package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;

/**
 * The kind {@code kubernetes}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API
 *     concepts</a>
 */
public final class KubernetesKind implements ConnectorKind<KubernetesSettings> {
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
    return settings.caCertificate().map(ca -> endpoint.withCa(ca.reveal())).orElse(endpoint);
  }

  @Override
  public Connector open(KubernetesSettings settings, VendorHttp http) {
    Cluster cluster = Cluster.at(http, settings.token(), settings.cluster());
    return new KubernetesConnector(new Quarantine(cluster), new Lift(cluster));
  }
}
