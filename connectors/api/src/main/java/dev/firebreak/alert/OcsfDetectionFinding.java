package dev.firebreak.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an OCSF Detection Finding (class 2004, https://schema.ocsf.io/classes/detection_finding)
 * and the deprecated Security Finding (class 2001).
 */
public final class OcsfDetectionFinding {
  private static final int DETECTION_FINDING = 2004;
  private static final int SECURITY_FINDING = 2001;
  private static final long OTHER = 99;
  private static final long CLOSE = 3;

  /** Suppressed, resolved, archived, deleted: nothing that asks for containment. */
  private static final List<Long> OVER = List.of(3L, 4L, 5L, 6L);

  private static final List<String> OVER_WORDS =
      List.of("suppressed", "resolved", "archived", "deleted", "closed");

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("product", "/metadata/product/name"),
          Map.entry("vendor", "/metadata/product/vendor_name"),
          Map.entry("ocsf_version", "/metadata/version"),
          Map.entry("activity", "/activity_name"),
          Map.entry("status", "/status"),
          Map.entry("risk_level", "/risk_level"),
          Map.entry("confidence", "/confidence"),
          Map.entry("cloud_provider", "/cloud/provider"),
          Map.entry("cloud_account", "/cloud/account/uid"),
          Map.entry("cloud_region", "/cloud/region"));

  private static final int MOST_UNMAPPED = 40;

  private OcsfDetectionFinding() {}

  /**
   * @param event one OCSF event
   * @throws UnusableAlert when it is of another class, lacks what identifies it, or has a wrong
   *     type
   */
  public static Alert map(JsonNode event) throws UnusableAlert {
    JsonBody body = new JsonBody(event, "");
    if (!event.isObject()) {
      throw body.wrong("an OCSF event as an object");
    }
    return read(body);
  }

  static Alert read(JsonBody body) throws UnusableAlert {
    String info = info(body);
    String uid = uid(body, info);
    Optional<String> title = body.text(info + "/title", 1_000);
    String rule = rule(body, info).or(() -> title).map(r -> JsonBody.bounded(r, 512)).orElse(uid);
    Alert.Builder alert =
        Alert.builder(uid, rule)
            .title(title.orElse(rule))
            .description(description(body, info))
            .severity(severity(body))
            .disposition(isOver(body) ? Disposition.RESOLVED : Disposition.FIRING)
            .occurredAt(occurredAt(body, info));
    OcsfAttacks.addTo(alert, body.items("/attacks"));
    OcsfAttacks.addTo(alert, body.items(info + "/attacks"));
    new OcsfEvidence(body).addTo(alert);
    attributes(body, alert);
    return alert.build();
  }

  /** Where what was found is described. */
  private static String info(JsonBody body) throws UnusableAlert {
    long classUid = body.whole("/class_uid").orElse(0L);
    if (classUid == DETECTION_FINDING) {
      return "/finding_info";
    }
    if (classUid == SECURITY_FINDING) {
      return "/finding";
    }
    throw new UnusableAlert(
        body.pointer() + "/class_uid",
        "expected 2004 (Detection Finding) or 2001 (Security Finding); other OCSF classes are no"
            + " findings");
  }

  private static String uid(JsonBody body, String info) throws UnusableAlert {
    String uid = body.required(info + "/uid", 513);
    if (uid.length() > 512) {
      throw new UnusableAlert(body.pointer() + info + "/uid", "has over 512 characters");
    }
    return uid;
  }

  /** The detection's name or id, or else the first type of the finding. */
  private static Optional<String> rule(JsonBody body, String info) throws UnusableAlert {
    for (String place :
        List.of(info + "/analytic/name", info + "/analytic/uid", "/analytic/name")) {
      Optional<String> rule = body.text(place, 512);
      if (rule.isPresent()) {
        return rule;
      }
    }
    for (JsonBody type : body.items(info + "/types")) {
      return Optional.of(type.text(512)).filter(t -> !t.isBlank());
    }
    return Optional.empty();
  }

  private static Optional<String> description(JsonBody body, String info) throws UnusableAlert {
    Optional<String> description = body.text(info + "/desc", 10_000);
    return description.isPresent() ? description : body.text("/message", 10_000);
  }

  private static Severity severity(JsonBody body) throws UnusableAlert {
    Optional<Long> id = body.whole("/severity_id");
    if (id.isPresent() && id.get() != OTHER && id.get() != 0) {
      return id.get() >= 1 && id.get() <= 6
          ? Severity.ofOcsf(id.get().intValue())
          : Severity.UNKNOWN;
    }
    return switch (body.text("/severity", 100).orElse("").toLowerCase(Locale.ROOT)) {
      case "fatal" -> Severity.FATAL;
      case "critical" -> Severity.CRITICAL;
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low" -> Severity.LOW;
      case "informational" -> Severity.INFORMATIONAL;
      default -> Severity.UNKNOWN;
    };
  }

  private static boolean isOver(JsonBody body) throws UnusableAlert {
    if (body.whole("/activity_id").filter(a -> a == CLOSE).isPresent()) {
      return true;
    }
    for (String state : List.of("/status_id", "/state_id")) {
      if (body.whole(state).filter(OVER::contains).isPresent()) {
        return true;
      }
    }
    return body.text("/status", 100)
        .filter(s -> OVER_WORDS.contains(s.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static Optional<Instant> occurredAt(JsonBody body, String info) throws UnusableAlert {
    for (String place : List.of(info + "/last_seen_time", "/time", info + "/created_time")) {
      Optional<Instant> time = time(body, place);
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  /** Milliseconds since 1970, or ISO 8601 in the same name with {@code _dt}. */
  private static Optional<Instant> time(JsonBody body, String place) throws UnusableAlert {
    Optional<JsonBody> found = body.at(place);
    if (found.isPresent() && found.get().node().isTextual()) {
      return body.time(place);
    }
    Optional<Instant> millis =
        body.whole(place).flatMap(m -> JsonBody.sane(Instant.ofEpochMilli(m)));
    return millis.isPresent() ? millis : body.time(place + "_dt");
  }

  private static void attributes(JsonBody body, Alert.Builder alert) throws UnusableAlert {
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      Optional<JsonBody> found = body.at(e.getValue());
      if (found.isPresent() && found.get().node().isValueNode()) {
        alert.attribute(e.getKey(), found.get().shown(1_000));
      }
    }
    int kept = 0;
    for (Map.Entry<String, JsonBody> e : body.members("/unmapped").entrySet()) {
      boolean fits = e.getValue().node().isValueNode() && kept < MOST_UNMAPPED;
      if (fits && !ATTRIBUTES.containsKey(e.getKey())) {
        alert.attribute(JsonBody.bounded(e.getKey(), 200), e.getValue().shown(2_000));
        kept++;
      }
    }
  }
}
