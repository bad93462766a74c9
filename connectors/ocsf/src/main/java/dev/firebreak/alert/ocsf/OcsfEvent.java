package dev.firebreak.alert.ocsf;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertJson;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One OCSF event. */
final class OcsfEvent {
  /** The last part of the names under which producers keep their own test mark. */
  private static final List<String> TEST_MARKS = List.of("sample", "issample", "istest");

  private OcsfEvent() {}

  static Alert alert(JsonBody event) throws UnusableAlert {
    if (!event.node().isObject()) {
      throw event.wrong("an OCSF event as an object");
    }
    Optional<Long> classUid = event.whole("/class_uid");
    if (classUid.isEmpty()) {
      throw new UnusableAlert(
          event.pointer() + "/class_uid",
          "is missing; expected an OCSF event with class_uid 2004 (Detection Finding)");
    }
    if (!OcsfClass.isDetection(classUid.get())) {
      throw new UnusableAlert(
          event.pointer() + "/class_uid",
          "is "
              + OcsfClass.describe(classUid.get(), event.text("/class_name", 100))
              + ", which is no detection; let the sender send Detection Findings (2004) only");
    }
    Alert alert = AlertJson.read(event);
    return isTest(event, alert.title()) ? asTest(alert) : alert;
  }

  /** OCSF has no mark for tests, so producers leave theirs in the title or in unmapped. */
  private static boolean isTest(JsonBody event, String title) throws UnusableAlert {
    if (title.toUpperCase(Locale.ROOT).startsWith("[SAMPLE")) {
      return true;
    }
    for (Map.Entry<String, JsonBody> e : event.members("/unmapped").entrySet()) {
      String name = e.getKey().toLowerCase(Locale.ROOT);
      String last = name.substring(name.lastIndexOf('/') + 1);
      last = last.substring(last.lastIndexOf('.') + 1).replace("_", "");
      if (TEST_MARKS.contains(last) && e.getValue().node().asText().equalsIgnoreCase("true")) {
        return true;
      }
    }
    return false;
  }

  private static Alert asTest(Alert a) {
    return new Alert(
        a.uid(),
        a.rule(),
        a.title(),
        a.description(),
        a.severity(),
        Disposition.TEST,
        a.occurredAt(),
        a.attacks(),
        a.targets(),
        a.observables(),
        a.attributes());
  }
}
