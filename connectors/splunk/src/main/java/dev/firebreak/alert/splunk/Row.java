package dev.firebreak.alert.splunk;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One search result: each field has one or more texts. Fields may carry their data model's name
 * before a dot ({@code IDS_Attacks.src}); a text may be a variable Splunk did not fill in ({@code
 * $user$}), which then says nothing.
 *
 * @param fields values by field, in the sender's order, repeats left out
 */
record Row(Map<String, List<String>> fields) {
  private static final int MAX_FIELDS = 300;
  private static final int MAX_VALUES = 50;
  private static final Pattern UNEXPANDED = Pattern.compile("\\$[^$\\s]+\\$");
  private static final Set<String> SAYS_NOTHING =
      Set.of("", "-", "unknown", "null", "none", "n/a", "na");
  private static final Pattern ATTACK = Pattern.compile("\\bT(?:A\\d{4}|\\d{4}(?:\\.\\d{3})?)\\b");

  private static final Map<TargetType, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(
        TargetType.WALLET, List.of("wallet", "wallet_id", "vault_account", "vault_account_id"));
    NAMES.put(TargetType.ADDRESS, List.of("wallet_address", "destination_address"));
    NAMES.put(TargetType.ASSET, List.of("crypto_asset"));
    NAMES.put(TargetType.CREDENTIAL, List.of("access_key_id", "accessKeyId", "api_key_id"));
    NAMES.put(TargetType.IDENTITY, List.of("user", "src_user", "user_email"));
    NAMES.put(TargetType.DOMAIN, List.of("domain", "url_domain"));
  }

  private static final List<String> MACHINES =
      List.of("src", "src_ip", "src_host", "dest", "dest_ip", "dest_host", "dvc", "host_ip");

  static Row read(Map<String, JsonBody> members) throws UnusableAlert {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonBody> e : members.entrySet()) {
      Set<String> values = new LinkedHashSet<>();
      List<JsonBody> all =
          e.getValue().node().isArray() ? e.getValue().items() : List.of(e.getValue());
      for (JsonBody v : all) {
        if (!v.node().isValueNode()) {
          throw v.wrong("text or a list of texts");
        }
        if (values.size() < MAX_VALUES) {
          values.add(v.shown(10_000));
        }
      }
      if (fields.size() < MAX_FIELDS) {
        fields.put(JsonBody.bounded(e.getKey(), 200), List.copyOf(values));
      }
    }
    return new Row(fields);
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /**
   * The values of a field by its name with or without a data model's, without those that say
   * nothing.
   */
  private List<String> values(String name) {
    List<String> found = new ArrayList<>();
    fields.forEach(
        (field, values) -> {
          if (field.equals(name)
              || field.endsWith("." + name) && !field.startsWith("annotations")) {
            values.stream()
                .filter(v -> !UNEXPANDED.matcher(v.strip()).matches())
                .filter(v -> !SAYS_NOTHING.contains(v.strip().toLowerCase(Locale.ROOT)))
                .forEach(found::add);
          }
        });
    return found;
  }

  /** The first value of the first of these fields that says something. */
  Optional<String> first(List<String> names) {
    return names.stream().flatMap(n -> values(n).stream()).findFirst();
  }

  String fingerprint() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(fields)
        .forEach(
            (name, values) -> {
              parts.add(name);
              parts.add(Integer.toString(values.size()));
              parts.addAll(values);
            });
    return Fingerprint.of(parts);
  }

  /** Urgency before severity, as Enterprise Security ranks; the highest where there are several. */
  Severity severity() {
    for (String name : List.of("urgency", "severity", "priority")) {
      Optional<Severity> highest =
          values(name).stream().map(Row::severity).max(Severity::compareTo);
      if (highest.filter(s -> s != Severity.UNKNOWN).isPresent()) {
        return highest.get();
      }
    }
    return Severity.UNKNOWN;
  }

  /** Enterprise Security's words, syslog's, and the numbers of {@code alert.severity}. */
  private static Severity severity(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "fatal", "emergency", "6" -> Severity.FATAL;
      case "critical", "severe", "5" -> Severity.CRITICAL;
      case "high", "error", "4" -> Severity.HIGH;
      case "medium", "warn", "warning", "3" -> Severity.MEDIUM;
      case "low", "notice" -> Severity.LOW;
      case "informational", "info", "debug", "2", "1" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  /** ISO 8601 with an offset, or seconds since 1970 with decimals. */
  Optional<Instant> time() {
    return first(List.of("_time", "event_time"))
        .flatMap(
            t ->
                t.matches("\\d{9,10}(\\.\\d{1,9})?")
                    ? JsonBody.sane(Instant.ofEpochMilli((long) (Double.parseDouble(t) * 1_000)))
                    : JsonBody.instant(t));
  }

  void addTargets(Alert.Builder alert) {
    NAMES.forEach(
        (type, names) -> names.forEach(n -> values(n).forEach(v -> alert.target(type, v))));
    Optional<String> namespace = first(List.of("namespace", "k8s_namespace"));
    Optional<String> pod = first(List.of("pod", "pod_name"));
    if (namespace.isPresent() && pod.isPresent()) {
      String cluster = first(List.of("cluster")).map(c -> c + "/").orElse("");
      alert.target(TargetType.WORKLOAD, cluster + namespace.get() + "/" + pod.get());
    }
    MACHINES.forEach(n -> values(n).forEach(v -> machine(alert, v)));
  }

  /** A public address is what can be blocked; a private one, or a name, is a machine of ours. */
  private static void machine(Alert.Builder alert, String value) {
    Optional<String> open = IpAddress.parsePublic(value);
    alert.target(open.isPresent() ? TargetType.IP : TargetType.HOST, open.orElse(value));
  }

  void addAttacks(Alert.Builder alert) {
    fields.forEach(
        (name, values) -> {
          String n = name.toLowerCase(Locale.ROOT);
          if (n.startsWith("annotations") || n.contains("mitre")) {
            values.forEach(v -> addAttacks(alert, v));
          }
        });
  }

  private static void addAttacks(Alert.Builder alert, String text) {
    Matcher ids = ATTACK.matcher(text);
    while (ids.find()) {
      alert.attack(ids.group());
    }
    for (String word : text.split("[,;|]")) {
      alert.attack(word);
    }
  }

  void addObservables(Alert.Builder alert) {
    fields.forEach(
        (name, values) -> values.forEach(v -> alert.observable(name, JsonBody.bounded(v, 2_000))));
  }

  /** Fields without a leading underscore, values joined by a comma; at most {@code max}. */
  Map<String, String> attributes(int max) {
    Map<String, String> all = new LinkedHashMap<>();
    fields.forEach(
        (name, values) -> {
          if (!name.startsWith("_") && !name.isBlank() && all.size() < max) {
            all.put(name, JsonBody.bounded(String.join(", ", values), 2_000));
          }
        });
    return all;
  }
}
