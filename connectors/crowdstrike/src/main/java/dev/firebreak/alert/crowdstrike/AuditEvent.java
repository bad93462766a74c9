package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An entry of Falcon's own audit trail: who changed what in the console or by the API
 * (https://www.elastic.co/docs/reference/beats/filebeat/exported-fields-crowdstrike).
 *
 * @param type the stream's event type
 * @param message the whole
 * @param event what is under {@code event}
 */
record AuditEvent(String type, JsonBody message, JsonBody event) {
  private static final Set<String> TYPES =
      Set.of("useractivityauditevent", "authactivityauditevent");
  private static final Set<String> OVER = Set.of("closed", "false_positive", "ignored", "resolved");
  private static final int MOST_DETAILS = 30;

  /** Details that may be worth stealing. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(secret|token|assertion|envelope|password|credential|cookie).*");

  private static final List<String> PEOPLE =
      List.of("target_name", "target_user", "target_user_name", "action_target_name", "user_name");

  static boolean covers(String type) {
    return TYPES.contains(type.toLowerCase(Locale.ROOT));
  }

  boolean isBy(List<String> actors) throws UnusableAlert {
    String actor = event.text("/UserId", 512).orElse("");
    return actors.stream().anyMatch(actor::equalsIgnoreCase);
  }

  /** Empty where it has no security meaning. */
  Optional<Alert> alert() throws UnusableAlert {
    String operation = event.required("/OperationName", 200);
    Map<String, String> details = details();
    Optional<Alert> closed = closedDetection(operation, details);
    if (closed.isPresent()) {
      return closed;
    }
    Optional<AuditMeaning> meaning =
        AuditMeaning.of(operation, event.text("/ServiceName", 200).orElse(""), isSuccess());
    return meaning.isPresent()
        ? Optional.of(alert(operation, meaning.get(), details))
        : Optional.empty();
  }

  private Alert alert(String operation, AuditMeaning meaning, Map<String, String> details)
      throws UnusableAlert {
    Optional<String> actor = event.text("/UserId", 512);
    boolean failed = !isSuccess();
    Alert.Builder alert =
        Alert.builder(uid(operation), operation)
            .title(
                "CrowdStrike: "
                    + meaning.what()
                    + actor.map(a -> " by " + a).orElse("")
                    + (failed ? " (failed)" : ""))
            .severity(failed ? Severity.LOW : meaning.severity())
            .occurredAt(timeText().flatMap(EventTime::read))
            .attribute("event_type", JsonBody.bounded(type, 200))
            .attribute("operation", operation)
            .attribute("outcome", failed ? "failure" : "success");
    meaning.attacks().forEach(alert::attack);
    actor.ifPresent(a -> alert.attribute("actor", a));
    event.text("/ServiceName", 200).ifPresent(s -> alert.attribute("service", s));
    customer().ifPresent(c -> alert.attribute("customer", c));
    targets(alert, meaning, actor, details);
    details.forEach((k, v) -> alert.attribute("audit." + k, v));
    return alert.build();
  }

  private void targets(
      Alert.Builder alert,
      AuditMeaning meaning,
      Optional<String> actor,
      Map<String, String> details)
      throws UnusableAlert {
    actor.filter(AuditEvent::isLogin).ifPresent(a -> alert.target(TargetType.IDENTITY, a));
    PEOPLE.stream()
        .flatMap(p -> Optional.ofNullable(details.get(p)).stream())
        .filter(AuditEvent::isLogin)
        .forEach(p -> alert.target(TargetType.IDENTITY, p));
    if (meaning.aboutKeys()) {
      Optional.ofNullable(details.get("APIClientID"))
          .or(() -> Optional.ofNullable(details.get("id")))
          .ifPresent(k -> alert.target(TargetType.CREDENTIAL, k));
    }
    Optional.ofNullable(details.get("device_id"))
        .or(() -> Optional.ofNullable(details.get("aid")))
        .ifPresent(d -> alert.target(TargetType.HOST, d));
    Optional<String> from = event.text("/UserIp", 64);
    from.flatMap(IpAddress::parsePublic)
        .ifPresentOrElse(
            open -> alert.target(TargetType.IP, open),
            () -> from.ifPresent(ip -> alert.observable("ip", ip)));
  }

  /** A person closed a detection: that ends the finding of that id. */
  private Optional<Alert> closedDetection(String operation, Map<String, String> details)
      throws UnusableAlert {
    String state =
        details
            .getOrDefault("new_state", details.getOrDefault("status", ""))
            .toLowerCase(Locale.ROOT);
    Optional<String> id =
        Optional.ofNullable(details.get("detection_id"))
            .or(() -> Optional.ofNullable(details.get("composite_id")));
    if (!operation.equals("detection_update") || id.isEmpty() || !OVER.contains(state)) {
      return Optional.empty();
    }
    return Optional.of(
        Alert.builder(id.get(), operation)
            .title("CrowdStrike: a detection was set to " + state)
            .severity(Severity.INFORMATIONAL)
            .disposition(Disposition.RESOLVED)
            .occurredAt(timeText().flatMap(EventTime::read))
            .attribute("event_type", JsonBody.bounded(type, 200))
            .attribute("actor", event.text("/UserId", 512).orElse("unknown"))
            .build());
  }

  /** Each entry is a finding of its own; the offset alone is not unique, feeds have partitions. */
  private String uid(String operation) throws UnusableAlert {
    return Fingerprint.of(
        List.of(
            customer().orElse(""),
            type,
            message.at("/metadata/offset").map(o -> o.shown(100)).orElse(""),
            timeText().orElse(""),
            operation,
            event.text("/UserId", 512).orElse("")));
  }

  private Optional<String> customer() throws UnusableAlert {
    return message.text("/metadata/customerIDString", 200);
  }

  private Optional<String> timeText() throws UnusableAlert {
    Optional<JsonBody> own = event.at("/UTCTimestamp");
    Optional<JsonBody> time = own.isPresent() ? own : message.at("/metadata/eventCreationTime");
    return time.map(t -> t.shown(64));
  }

  private boolean isSuccess() throws UnusableAlert {
    return event.flag("/Success").orElse(true);
  }

  /** {@code AuditKeyValues}, else {@code Attributes}, by name, without what may be a secret. */
  private Map<String, String> details() throws UnusableAlert {
    Map<String, String> details = new LinkedHashMap<>();
    for (JsonBody pair : event.items("/AuditKeyValues")) {
      Optional<String> key = pair.text("/Key", 100);
      Optional<JsonBody> value = pair.at("/ValueString");
      if (key.isPresent() && value.isPresent()) {
        put(details, key.get(), value.get());
      }
    }
    for (Map.Entry<String, JsonBody> e : event.members("/Attributes").entrySet()) {
      put(details, JsonBody.bounded(e.getKey(), 100), e.getValue());
    }
    return details;
  }

  private static void put(Map<String, String> details, String key, JsonBody value) {
    String text = value.shown(512);
    boolean says = !text.isBlank() && !SECRET.matcher(key).matches();
    if (says && details.size() < MOST_DETAILS) {
      details.putIfAbsent(key, text);
    }
  }

  /** A person's; the console's own name and an API client's are no logins. */
  private static boolean isLogin(String name) {
    return name.contains("@") && !name.startsWith("API:");
  }
}
