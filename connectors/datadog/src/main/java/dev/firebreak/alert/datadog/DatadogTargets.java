package dev.firebreak.alert.datadog;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What tags (https://docs.datadoghq.com/containers/kubernetes/tag/) and a signal's standard
 * attributes (https://docs.datadoghq.com/logs/log_configuration/attributes_naming_convention/) name
 * that can be acted on.
 */
final class DatadogTargets {
  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** An exchange's own names: of tags, of attributes, of members of the payload. */
  private static final Map<TargetType, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(
        TargetType.WALLET, List.of("wallet", "wallet_id", "vault_account", "vault_account_id"));
    NAMES.put(TargetType.ADDRESS, List.of("wallet_address", "destination_address"));
    NAMES.put(TargetType.ASSET, List.of("crypto_asset"));
    NAMES.put(TargetType.CREDENTIAL, List.of("access_key_id", "accesskeyid", "api_key_id"));
  }

  private static final List<String> ACCOUNT =
      List.of(
          "usr.email",
          "user_email",
          "usr.name",
          "usr.id",
          "useridentity.username",
          "userprincipalname",
          "user");

  private static final List<String> INSTANCE =
      List.of("instance-id", "instance_id", "aws_instance_id", "ec2_instance_id");

  /** Accounts that every machine of a kind has; nobody can be suspended by these names. */
  private static final Set<String> OF_THE_SYSTEM =
      Set.of("root", "system", "administrator", "nobody", "daemon", "www-data", "-");

  private final Facts facts;
  private final Optional<String> hostname;

  /**
   * @param hostname {@code $HOSTNAME}
   */
  DatadogTargets(Facts facts, Optional<String> hostname) {
    this.facts = facts;
    this.hostname = hostname;
  }

  void addTo(Alert.Builder alert) {
    workload(alert);
    NAMES.forEach(
        (type, names) ->
            names.stream()
                .flatMap(n -> facts.endingIn(n).stream())
                .forEach(v -> alert.target(type, v)));
    facts.allOfFirst(ACCOUNT).stream()
        .filter(a -> !OF_THE_SYSTEM.contains(a.toLowerCase(Locale.ROOT)))
        .forEach(a -> alert.target(TargetType.IDENTITY, a));
    machines().forEach(h -> alert.target(TargetType.HOST, h));
    for (String name :
        List.of("network.client.ip", "client_ip", "src_ip", "source_ip", "sourceipaddress")) {
      facts.allOfFirst(List.of(name)).stream()
          .flatMap(v -> IpAddress.parsePublic(v).stream())
          .forEach(ip -> alert.target(TargetType.IP, ip));
    }
  }

  private void workload(Alert.Builder alert) {
    Optional<String> namespace = name("kube_namespace", "namespace");
    Optional<String> pod = name("pod_name");
    if (namespace.isPresent() && pod.isPresent()) {
      String cluster =
          facts
              .first("kube_cluster_name", "cluster_name")
              .filter(c -> !c.contains("/"))
              .map(c -> c + "/")
              .orElse("");
      alert.target(TargetType.WORKLOAD, cluster + namespace.get() + "/" + pod.get());
    }
  }

  private Optional<String> name(String... names) {
    return facts.first(names).filter(n -> KUBERNETES_NAME.matcher(n).matches());
  }

  private List<String> machines() {
    List<String> instances = facts.allOfFirst(INSTANCE);
    if (!instances.isEmpty()) {
      return instances;
    }
    List<String> hosts = new ArrayList<>(facts.allOfFirst(List.of("host")));
    hostname.ifPresent(hosts::add);
    return hosts;
  }
}
