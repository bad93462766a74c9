package dev.firebreak.alert.cef;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be acted on. Which end of a connection is one's own decides: the far end may be blocked,
 * the near one isolated, and never the other way round. Where that cannot be told, only the source
 * counts.
 */
record CefTargets(CefEvent event) {
  /** Labels of custom fields that name one thing, ids that tools act on first. */
  private static final Map<String, TargetType> LABELS = new LinkedHashMap<>();

  static {
    for (String wallet : List.of("wallet", "wallet_id", "vault_account", "vault_account_id")) {
      LABELS.put(wallet, TargetType.WALLET);
    }
    for (String key : List.of("access_key_id", "access_key", "token_accessor", "api_key_id")) {
      LABELS.put(key, TargetType.CREDENTIAL);
    }
    for (String host :
        List.of("device_id", "agent_id", "sensor_id", "aid", "mde_device_id", "instance_id")) {
      LABELS.put(host, TargetType.HOST);
    }
    for (String address : List.of("blockchain_address", "crypto_address", "wallet_address")) {
      LABELS.put(address, TargetType.ADDRESS);
    }
    for (String user : List.of("user_email", "user_principal_name", "login")) {
      LABELS.put(user, TargetType.IDENTITY);
    }
  }

  /** Where the far end of a connection is. */
  private enum Far {
    SOURCE,
    DESTINATION,
    NONE
  }

  void addTo(Alert.Builder alert) {
    LABELS.forEach(
        (label, type) ->
            event.fields().labelled(label).ifPresent(value -> alert.target(type, value)));
    workload(alert);
    first("suser", "suid").ifPresent(u -> alert.target(TargetType.IDENTITY, u));
    first("duser", "duid").ifPresent(u -> alert.target(TargetType.IDENTITY, u));
    Far far = far();
    hosts(alert, far);
    addresses(alert, far);
    if (far == Far.DESTINATION) {
      domains(alert);
    }
  }

  private Optional<String> first(String key, String other) {
    return event.fields().get(key).or(() -> event.fields().get(other));
  }

  private void workload(Alert.Builder alert) {
    Optional<String> namespace =
        event.fields().labelled("namespace", "kubernetes_namespace", "k8s_namespace");
    Optional<String> pod = event.fields().labelled("pod", "pod_name", "kubernetes_pod", "k8s_pod");
    if (namespace.isPresent() && pod.isPresent()) {
      String cluster =
          event.fields().labelled("cluster", "cluster_name").map(c -> c + "/").orElse("");
      alert.target(TargetType.WORKLOAD, cluster + namespace.get() + "/" + pod.get());
    }
  }

  private Far far() {
    Optional<String> direction = event.fields().get("deviceDirection");
    if (direction.filter(d -> d.equals("0")).isPresent()) {
      return Far.SOURCE;
    }
    if (direction.filter(d -> d.equals("1")).isPresent()) {
      return Far.DESTINATION;
    }
    boolean fromOutside = isPublic(source());
    if (isPublic(destination()) && !fromOutside) {
      return Far.DESTINATION;
    }
    return fromOutside ? Far.SOURCE : Far.NONE;
  }

  private Optional<String> source() {
    return first("src", "sourceTranslatedAddress")
        .or(() -> event.fields().labelled("source_ipv6_address"));
  }

  private Optional<String> destination() {
    return first("dst", "destinationTranslatedAddress")
        .or(() -> event.fields().labelled("destination_ipv6_address"));
  }

  private static boolean isPublic(Optional<String> address) {
    return address.flatMap(IpAddress::parsePublic).isPresent();
  }

  /**
   * The device that reports is a host of interest only where the event has no other: a firewall
   * reports what passes it, an agent what happens on its own host.
   */
  private void hosts(Alert.Builder alert, Far far) {
    Optional<String> from = event.fields().get("shost").filter(h -> far != Far.SOURCE);
    Optional<String> to = event.fields().get("dhost").filter(h -> isNear(far));
    from.ifPresent(h -> alert.target(TargetType.HOST, h));
    to.ifPresent(h -> alert.target(TargetType.HOST, h));
    boolean ofNetwork =
        List.of("src", "dst", "shost", "dhost").stream()
            .anyMatch(k -> event.fields().get(k).isPresent());
    if (!ofNetwork) {
      event.fields().get("dvchost").ifPresent(h -> alert.target(TargetType.HOST, h));
    }
  }

  /** Whether the destination is one's own: surely where it is not public, or said to be. */
  private boolean isNear(Far far) {
    boolean said = event.fields().get("deviceDirection").filter(d -> d.equals("0")).isPresent();
    return said || (far != Far.DESTINATION && !isPublic(destination()));
  }

  private void addresses(Alert.Builder alert, Far far) {
    Optional<String> remote =
        switch (far) {
          case SOURCE -> source();
          case DESTINATION -> destination();
          case NONE -> Optional.empty();
        };
    remote.flatMap(IpAddress::parsePublic).ifPresent(ip -> alert.target(TargetType.IP, ip));
    for (String label : List.of("remote_ip", "attacker_ip", "c2_ip", "remote_address")) {
      event
          .fields()
          .labelled(label)
          .flatMap(IpAddress::parsePublic)
          .ifPresent(ip -> alert.target(TargetType.IP, ip));
    }
  }

  private void domains(Alert.Builder alert) {
    event.fields().get("dhost").ifPresent(h -> domain(alert, h));
    event.fields().get("destinationDnsDomain").ifPresent(h -> domain(alert, h));
    event.fields().get("request").flatMap(CefTargets::host).ifPresent(h -> domain(alert, h));
  }

  private static void domain(Alert.Builder alert, String name) {
    if (name.contains(".") && IpAddress.parse(name).isEmpty() && name.matches("[\\w.-]{1,253}")) {
      alert.target(TargetType.DOMAIN, name);
    }
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(new URI(url.strip()).getHost());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
