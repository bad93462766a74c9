package dev.firebreak.alert.alertmanager;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels of one alert, and what their customary names mean.
 *
 * @param all name to value, in the sender's order
 */
record Labels(Map<String, String> all) {
  static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final int MAX = 200;
  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** A scrape address: host:port, [IPv6]:port, or a probed URL. */
  private static final Pattern INSTANCE =
      Pattern.compile(
          "(?:[a-z][a-z0-9+.-]*://)?(?:\\[([0-9a-fA-F:.]+)]|([^/:\\[\\]\\s]+))(?::\\d+)?(?:/.*)?");

  /** Exporters that report on others: their own address is not where the trouble is. */
  private static final List<String> REPORTERS = List.of("kube-state-metrics", "pushgateway");

  private static final Map<TargetType, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(
        TargetType.WALLET, List.of("wallet", "wallet_id", "vault_account", "vault_account_id"));
    NAMES.put(TargetType.ADDRESS, List.of("address", "wallet_address", "destination_address"));
    NAMES.put(TargetType.ASSET, List.of("asset"));
    NAMES.put(TargetType.CREDENTIAL, List.of("access_key_id", "api_key_id"));
    NAMES.put(TargetType.IDENTITY, List.of("user", "username", "user_email"));
    NAMES.put(TargetType.DOMAIN, List.of("domain"));
    NAMES.put(TargetType.PLATFORM, List.of("platform"));
  }

  /** The members of a label object, all of them text. */
  static Map<String, String> read(Map<String, JsonBody> members) throws UnusableAlert {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonBody> e : members.entrySet()) {
      String value = e.getValue().text(10_000);
      if (labels.size() < MAX) {
        labels.put(JsonBody.bounded(e.getKey(), 200), value);
      }
    }
    return labels;
  }

  /** The first of these labels that is there and not blank. */
  Optional<String> first(List<String> names) {
    return names.stream().map(n -> all.getOrDefault(n, "")).filter(v -> !v.isBlank()).findFirst();
  }

  /** For senders that give none: labels identify an alert. */
  String fingerprint() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(all)
        .forEach(
            (name, value) -> {
              parts.add(name);
              parts.add(value);
            });
    return Fingerprint.of(parts);
  }

  Severity severity() {
    return switch (first(List.of("severity", "priority"))
        .orElse("")
        .strip()
        .toLowerCase(Locale.ROOT)) {
      case "fatal", "emergency", "disaster" -> Severity.FATAL;
      case "critical", "crit", "page", "p1", "sev1" -> Severity.CRITICAL;
      case "high", "error", "major", "p2", "sev2" -> Severity.HIGH;
      case "warning", "warn", "medium", "moderate", "average", "p3", "sev3" -> Severity.MEDIUM;
      case "low", "minor", "notice", "p4", "sev4" -> Severity.LOW;
      case "info", "informational", "information", "none", "debug", "p5", "sev5" ->
          Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  void addTargets(Alert.Builder alert, Optional<String> configuredCluster) {
    workload(alert, configuredCluster);
    NAMES.forEach(
        (type, names) ->
            names.stream()
                .flatMap(n -> first(List.of(n)).stream())
                .forEach(v -> alert.target(type, v)));
    first(List.of("node", "nodename", "host", "hostname"))
        .ifPresent(h -> alert.target(TargetType.HOST, h));
    instance(alert);
    for (String name : List.of("src_ip", "source_ip", "client_ip", "remote_ip")) {
      first(List.of(name))
          .flatMap(IpAddress::parsePublic)
          .ifPresent(ip -> alert.target(TargetType.IP, ip));
    }
  }

  private void workload(Alert.Builder alert, Optional<String> configuredCluster) {
    Optional<String> namespace =
        first(List.of("namespace", "exported_namespace"))
            .filter(n -> KUBERNETES_NAME.matcher(n).matches());
    Optional<String> pod =
        first(List.of("pod", "exported_pod", "pod_name"))
            .filter(n -> KUBERNETES_NAME.matcher(n).matches());
    Optional<String> cluster =
        first(List.of("cluster"))
            .filter(c -> CLUSTER.matcher(c).matches())
            .or(() -> configuredCluster);
    if (namespace.isPresent() && pod.isPresent()) {
      alert.target(
          TargetType.WORKLOAD,
          cluster.map(c -> c + "/").orElse("") + namespace.get() + "/" + pod.get());
    }
  }

  private void instance(Alert.Builder alert) {
    String job = first(List.of("job")).orElse("").toLowerCase(Locale.ROOT);
    Matcher m = INSTANCE.matcher(first(List.of("instance")).orElse(""));
    if (m.matches() && REPORTERS.stream().noneMatch(job::contains)) {
      alert.target(TargetType.HOST, m.group(1) != null ? m.group(1) : m.group(2));
    }
  }

  void addAttacks(Alert.Builder alert) {
    for (String name :
        List.of(
            "mitre",
            "mitre_attack",
            "mitre_tactic",
            "mitre_technique",
            "tactic",
            "technique",
            "attack")) {
      for (String reference : first(List.of(name)).orElse("").split("[,;|]")) {
        alert.attack(reference);
      }
    }
  }
}
