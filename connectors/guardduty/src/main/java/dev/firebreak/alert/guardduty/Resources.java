package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a finding names that can be acted on: its resource, the other end of its action, and the
 * actors and endpoints of an attack sequence
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html). Prose is never read
 * for targets.
 *
 * @param finding the whole finding, keys in camelCase
 */
record Resources(JsonBody finding) {
  private static final int MOST = 100;

  /** Evidence that no connector acts on by this name. */
  private static final Map<String, String> OBSERVABLES = new LinkedHashMap<>();

  static {
    OBSERVABLES.put("principal_id", "/resource/accessKeyDetails/principalId");
    OBSERVABLES.put("image_id", "/resource/instanceDetails/imageId");
    OBSERVABLES.put("ecs_cluster", "/resource/ecsClusterDetails/name");
    OBSERVABLES.put("lambda_function", "/resource/lambdaDetails/functionName");
    OBSERVABLES.put("rds_instance", "/resource/rdsDbInstanceDetails/dbInstanceIdentifier");
    OBSERVABLES.put("rds_user", "/resource/rdsDbUserDetails/user");
    OBSERVABLES.put(
        "kubernetes_user", "/resource/kubernetesDetails/kubernetesUserDetails/username");
    OBSERVABLES.put("container_image", "/resource/containerDetails/image");
    OBSERVABLES.put("caller_domain", "/service/action/awsApiCallAction/domainDetails/domain");
    OBSERVABLES.put("api", "/service/action/awsApiCallAction/api");
  }

  void addTo(Alert.Builder alert) throws UnusableAlert {
    target(alert, TargetType.CREDENTIAL, "/resource/accessKeyDetails/accessKeyId");
    target(alert, TargetType.IDENTITY, "/resource/accessKeyDetails/userName");
    target(alert, TargetType.HOST, "/resource/instanceDetails/instanceId");
    workload(alert);
    sequence(alert);
    for (String action :
        List.of(
            "awsApiCallAction",
            "networkConnectionAction",
            "kubernetesApiCallAction",
            "rdsLoginAttemptAction")) {
      remote(alert, finding.at("/service/action/" + action + "/remoteIpDetails"));
    }
    for (JsonBody probe : items("/service/action/portProbeAction/portProbeDetails")) {
      remote(alert, probe.at("/remoteIpDetails"));
    }
    target(alert, TargetType.DOMAIN, "/service/action/dnsRequestAction/domain");
    for (Map.Entry<String, String> e : OBSERVABLES.entrySet()) {
      finding.text(e.getValue(), 2_000).ifPresent(v -> alert.observable(e.getKey(), v));
    }
    for (JsonBody bucket : items("/resource/s3BucketDetails")) {
      bucket.text("/name", 200).ifPresent(n -> alert.observable("s3_bucket", n));
    }
  }

  private List<JsonBody> items(String place) throws UnusableAlert {
    List<JsonBody> all = finding.items(place);
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private void target(Alert.Builder alert, TargetType type, String place) throws UnusableAlert {
    finding.text(place, 512).ifPresent(v -> alert.target(type, v));
  }

  /** {@code cluster/namespace/name}; the name is a pod's or that of what runs it. */
  private void workload(Alert.Builder alert) throws UnusableAlert {
    String details = "/resource/kubernetesDetails/kubernetesWorkloadDetails";
    Optional<String> cluster = finding.text("/resource/eksClusterDetails/name", 100);
    Optional<String> namespace = finding.text(details + "/namespace", 253);
    Optional<String> name = finding.text(details + "/name", 253);
    if (namespace.isPresent() && name.isPresent()) {
      alert.target(
          TargetType.WORKLOAD,
          cluster.map(c -> c + "/").orElse("") + namespace.get() + "/" + name.get());
      alert.attribute("namespace", namespace.get());
    }
    finding.text(details + "/type", 100).ifPresent(t -> alert.attribute("workload_type", t));
  }

  private void sequence(Alert.Builder alert) throws UnusableAlert {
    for (JsonBody actor : items("/service/detection/sequence/actors")) {
      actor.text("/user/credentialUid", 512).ifPresent(k -> alert.target(TargetType.CREDENTIAL, k));
      actor.text("/user/name", 512).ifPresent(n -> alert.target(TargetType.IDENTITY, n));
    }
    for (JsonBody endpoint : items("/service/detection/sequence/endpoints")) {
      endpoint.text("/ip", 64).ifPresent(ip -> address(alert, ip));
      endpoint.text("/domain", 512).ifPresent(d -> alert.target(TargetType.DOMAIN, d));
    }
    for (JsonBody resource : items("/service/detection/sequence/resources")) {
      resource.text("/uid", 2_000).ifPresent(u -> alert.observable("resource", u));
    }
    for (JsonBody indicator : items("/service/detection/sequence/sequenceIndicators")) {
      boolean attack = indicator.text("/key", 100).filter(k -> k.startsWith("ATTACK_")).isPresent();
      List<JsonBody> values = attack ? indicator.items("/values") : List.of();
      for (JsonBody value : values.subList(0, Math.min(MOST, values.size()))) {
        alert.attack(value.text(200));
      }
    }
  }

  private static void remote(Alert.Builder alert, Optional<JsonBody> details) throws UnusableAlert {
    if (details.isPresent()) {
      details.get().text("/ipAddressV4", 64).ifPresent(ip -> address(alert, ip));
      details.get().text("/ipAddressV6", 64).ifPresent(ip -> address(alert, ip));
      details
          .get()
          .text("/country/countryName", 200)
          .ifPresent(c -> alert.observable("remote_country", c));
    }
  }

  private static void address(Alert.Builder alert, String ip) {
    IpAddress.parsePublic(ip)
        .ifPresentOrElse(
            open -> alert.target(TargetType.IP, open), () -> alert.observable("remote_ip", ip));
  }
}
