package dev.firebreak.alert;

import java.util.Set;

/**
 * The two forms in which Firebreak takes alerts from anyone who writes for it: its own JSON, and
 * OCSF (an object with {@code class_uid}). For sources that differ in the way of transport and
 * authentication only.
 */
public final class AlertJson {
  private AlertJson() {}

  /** The members that Firebreak's own JSON may have. */
  public static Set<String> fields() {
    return FirebreakAlert.FIELDS;
  }

  /**
   * One alert of one JSON object.
   *
   * @throws UnusableAlert with the place and what is expected there
   */
  public static Alert read(JsonBody body) throws UnusableAlert {
    return body.at("/class_uid").isPresent()
        ? OcsfDetectionFinding.read(body)
        : FirebreakAlert.read(body);
  }
}
