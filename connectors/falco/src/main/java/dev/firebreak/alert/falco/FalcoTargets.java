package dev.firebreak.alert.falco;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event's output fields name that can be acted on. Field names are compared without regard
 * to the brackets, dots and underscores that Falcosidekick's settings may replace
 * (https://falco.org/docs/reference/rules/supported-fields/).
 */
final class FalcoTargets {
  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** {@code 10.0.0.7:51000->203.0.113.9:443}, IPv6 with or without brackets. */
  private static final Pattern TUPLE =
      Pattern.compile("\\[?([0-9a-fA-F:.]{2,45})]?:\\d{1,5}->\\[?([0-9a-fA-F:.]{2,45})]?:\\d{1,5}");

  private static final List<String> CLUSTER =
      List.of("k8s.cluster.name", "cluster.name", "cluster");
  private static final List<String> NAMESPACE = List.of("k8s.ns.name", "k8smeta.ns.name");
  private static final List<String> POD = List.of("k8s.pod.name", "k8smeta.pod.name");
  private static final List<String> ADDRESSES =
      List.of("fd.rip", "fd.sip", "fd.cip", "ka.sourceips", "ct.srcip", "okta.client.ip");
  private static final List<String> ACCOUNTS =
      List.of("ka.user.name", "ct.user", "okta.actor.alternateid", "github.user");

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Optional<String> hostname;
  private final Optional<String> cluster;

  FalcoTargets(Map<String, String> fields, Optional<String> hostname, Optional<String> cluster) {
    fields.forEach((name, value) -> this.fields.putIfAbsent(plain(name), value));
    this.hostname = hostname;
    this.cluster =
        first(CLUSTER)
            .map(c -> c.substring(c.lastIndexOf('/') + 1))
            .filter(c -> FalcoEvent.CLUSTER.matcher(c).matches())
            .or(() -> cluster);
  }

  /** Lower case, everything between words one dot, none at the ends. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".").replaceAll("^\\.|\\.$", "");
  }

  void addTo(Alert.Builder alert) {
    workload(alert);
    first(List.of("ct.user.accesskeyid")).ifPresent(k -> alert.target(TargetType.CREDENTIAL, k));
    for (String name : ACCOUNTS) {
      first(List.of(name)).ifPresent(u -> alert.target(TargetType.IDENTITY, u));
    }
    hostname.ifPresent(h -> alert.target(TargetType.HOST, h));
    addresses(alert);
    cluster.ifPresent(c -> alert.attribute("cluster", c));
    first(NAMESPACE).ifPresent(v -> alert.attribute("namespace", v));
    first(POD).ifPresent(v -> alert.attribute("pod", v));
    first(List.of("container.id")).ifPresent(v -> alert.attribute("container", v));
    first(List.of("container.image.repository")).ifPresent(v -> alert.attribute("image", v));
    first(List.of("proc.name")).ifPresent(v -> alert.attribute("process", v));
    first(List.of("user.name")).ifPresent(v -> alert.attribute("os_user", v));
  }

  private void workload(Alert.Builder alert) {
    Optional<String> namespace = first(NAMESPACE);
    Optional<String> pod = first(POD);
    if (namespace.isEmpty()
        && first(List.of("ka.target.resource")).filter("pods"::equals).isPresent()) {
      namespace = first(List.of("ka.target.namespace"));
      pod = first(List.of("ka.target.pod.name", "ka.target.name"));
    }
    Optional<String> ns = namespace.filter(n -> KUBERNETES_NAME.matcher(n).matches());
    Optional<String> name = pod.filter(n -> KUBERNETES_NAME.matcher(n).matches());
    if (ns.isPresent() && name.isPresent()) {
      alert.target(
          TargetType.WORKLOAD, cluster.map(c -> c + "/").orElse("") + ns.get() + "/" + name.get());
    }
  }

  /** Only public ones: blocking a private address would cut off a neighbour. */
  private void addresses(Alert.Builder alert) {
    for (String name : ADDRESSES) {
      first(List.of(name)).stream()
          .flatMap(v -> Arrays.stream(v.split("[,\\s\\[\\]\"()]+")))
          .flatMap(v -> IpAddress.parsePublic(v).stream())
          .forEach(ip -> alert.target(TargetType.IP, ip));
    }
    Matcher tuple = TUPLE.matcher(first(List.of("fd.name")).orElse(""));
    if (tuple.matches()) {
      for (String side : List.of(tuple.group(2), tuple.group(1))) {
        IpAddress.parsePublic(side).ifPresent(ip -> alert.target(TargetType.IP, ip));
      }
    }
  }

  /** The first of these fields that says something; Falco writes {@code <NA>} for "no value". */
  private Optional<String> first(List<String> names) {
    return names.stream()
        .map(n -> fields.getOrDefault(n, ""))
        .filter(v -> !v.isBlank() && !v.equals("<NA>") && !v.equalsIgnoreCase("null"))
        .findFirst();
  }
}
