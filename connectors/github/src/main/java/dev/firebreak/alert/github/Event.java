package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One webhook event.
 *
 * @param name for example {@code secret_scanning_alert}
 * @param body its payload
 * @param logins how logins become targets
 */
record Event(String name, JsonBody body, Logins logins) {
  private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("repository", "/repository/full_name");
    ATTRIBUTES.put("organization", "/organization/login");
    ATTRIBUTES.put("enterprise", "/enterprise/slug");
    ATTRIBUTES.put("visibility", "/repository/visibility");
    ATTRIBUTES.put("sender", "/sender/login");
  }

  /** What happened; empty where the event has no actions. */
  String action() throws UnusableAlert {
    return body.text("/action", 100).orElse("");
  }

  /** Event and action, for example {@code member.added}. */
  String rule() throws UnusableAlert {
    return action().isEmpty() ? name : name + "." + action();
  }

  /** The repository, else the organization, else the enterprise. */
  String where() throws UnusableAlert {
    for (String place :
        List.of("/repository/full_name", "/organization/login", "/enterprise/slug")) {
      Optional<String> found = text(place);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return "GitHub";
  }

  Optional<String> text(String place) throws UnusableAlert {
    return body.text(place, 512);
  }

  /** A text, number or truth value as text. */
  Optional<String> shown(String place) throws UnusableAlert {
    return body.at(place)
        .filter(v -> v.node().isValueNode())
        .map(v -> v.shown(512))
        .filter(v -> !v.isBlank());
  }

  /** Whether a place says true; anything else counts as false. */
  boolean isTrue(String place) throws UnusableAlert {
    return body.at(place).filter(v -> v.node().asBoolean(false)).isPresent();
  }

  /**
   * An alert about this event.
   *
   * @param subject what tells it from other events of its kind in the same place
   * @param what one clause for people
   */
  Alert.Builder alert(String subject, String what, Severity severity) throws UnusableAlert {
    return finding(rule() + ":" + where() + ":" + subject, rule(), what, severity);
  }

  /** An alert with a rule and an id of its own. */
  Alert.Builder finding(String uid, String rule, String what, Severity severity)
      throws UnusableAlert {
    Alert.Builder alert =
        Alert.builder(JsonBody.bounded(uid, 512), JsonBody.bounded(rule, 512))
            .title("GitHub: " + what + " in " + where())
            .severity(severity)
            .attribute("event", name);
    if (!action().isEmpty()) {
      alert.attribute("action", action());
    }
    for (Map.Entry<String, String> e : ATTRIBUTES.entrySet()) {
      Optional<String> value = text(e.getValue());
      value.ifPresent(v -> alert.attribute(e.getKey(), v));
    }
    return alert;
  }

  /** Names the account at a place, for example {@code /member}, as a target. */
  Event person(Alert.Builder alert, String place) throws UnusableAlert {
    Optional<String> login = text(place + "/login");
    String type = text(place + "/type").orElse("User");
    login.flatMap(l -> logins.of(l, type)).ifPresent(l -> alert.target(TargetType.IDENTITY, l));
    return this;
  }

  /** The first of these places that holds a time. */
  Optional<Instant> time(String... places) throws UnusableAlert {
    for (String place : places) {
      Optional<JsonBody> found = body.at(place).filter(f -> f.node().isTextual());
      Optional<Instant> time =
          found.isPresent() ? JsonBody.instant(found.get().text(64)) : Optional.empty();
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  /** Why this event is no alert, and what to do about it at GitHub. */
  UnusableAlert refusal() {
    String what = name;
    try {
      what = rule();
    } catch (UnusableAlert e) {
      // The name alone will do.
    }
    return new UnusableAlert(
        "",
        "the event '"
            + JsonBody.bounded(what, 200)
            + "' has no security meaning as it is here; take it off the webhook's list of events,"
            + " or ignore this");
  }
}
