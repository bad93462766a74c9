package dev.firebreak.alert.falco;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One event as Falcosidekick sends it
 * (https://github.com/falcosecurity/falcosidekick/blob/master/types/types.go).
 *
 * @param uuid Falcosidekick's id; Falco itself has none
 * @param rule the rule's name
 * @param priority one of Falco's eight, or empty
 * @param output the rule's text with its fields filled in
 * @param time as the sender wrote it, RFC 3339 with nanoseconds
 * @param hostname the node, or what Falco was told to call it
 * @param source {@code syscall}, {@code k8s_audit}, {@code debug} or a plugin's name
 * @param tags free words, among them ATT&amp;CK references
 * @param fields the output fields by the names they came with, as text
 */
record FalcoEvent(
    Optional<String> uuid,
    String rule,
    Optional<String> priority,
    String output,
    Optional<String> time,
    Optional<String> hostname,
    Optional<String> source,
    List<String> tags,
    Map<String, String> fields) {
  static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final int MAX_FIELDS = 200;

  static FalcoEvent read(JsonBody body) throws UnusableAlert {
    List<String> tags = new ArrayList<>();
    for (JsonBody tag : body.items("/tags")) {
      if (tags.size() < 100) {
        tags.add(tag.text(200));
      }
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonBody> e : body.members("/output_fields").entrySet()) {
      if (fields.size() < MAX_FIELDS) {
        fields.put(JsonBody.bounded(e.getKey(), 200), e.getValue().shown(2_000));
      }
    }
    return new FalcoEvent(
        body.text("/uuid", 512),
        body.required("/rule", 512),
        body.text("/priority", 40),
        body.required("/output", 10_000),
        body.text("/time", 64),
        body.text("/hostname", 512),
        body.text("/source", 100),
        tags,
        fields);
  }

  Alert toAlert(Optional<String> configuredCluster) {
    Alert.Builder alert =
        Alert.builder(uid(), rule)
            .title(rule)
            .description(Optional.of(output))
            .severity(isOperational() ? Severity.INFORMATIONAL : severity())
            .disposition(isTest() ? Disposition.TEST : Disposition.FIRING)
            .occurredAt(time.flatMap(JsonBody::instant));
    tags.forEach(alert::attack);
    fields.forEach(alert::observable);
    priority.ifPresent(p -> alert.attribute("priority", p));
    source.ifPresent(s -> alert.attribute("source", s));
    if (isOperational()) {
      alert.attribute("operational", "true");
    }
    new FalcoTargets(fields, hostname, configuredCluster).addTo(alert);
    return alert.build();
  }

  /** Falcosidekick's id; without one, what makes the event itself. */
  private String uid() {
    return uuid.orElseGet(
        () -> Fingerprint.of(List.of(rule, time.orElse(""), hostname.orElse(""), output)));
  }

  /** What Falcosidekick sends on {@code POST /test}. */
  private boolean isTest() {
    return rule.equalsIgnoreCase("Test rule") || source.filter("debug"::equals).isPresent();
  }

  /** Falco about itself, for example about lost system calls; its priority says nothing here. */
  private boolean isOperational() {
    return rule.toLowerCase(Locale.ROOT).startsWith("falco internal:");
  }

  private Severity severity() {
    return switch (priority.orElse("").strip().toLowerCase(Locale.ROOT)) {
      case "emergency" -> Severity.FATAL;
      case "alert", "critical" -> Severity.CRITICAL;
      case "error" -> Severity.HIGH;
      case "warning" -> Severity.MEDIUM;
      case "notice" -> Severity.LOW;
      case "informational", "info", "debug" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }
}
