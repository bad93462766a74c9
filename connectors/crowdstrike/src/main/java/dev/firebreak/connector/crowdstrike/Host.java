package dev.firebreak.connector.crowdstrike;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.VendorHttp;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host with a Falcon sensor.
 *
 * @param id of its sensor (aid), 32 hex digits
 * @param name as it calls itself; not unique
 * @param lastSeen as Falcon says it, for people
 */
record Host(String id, String name, Status status, String lastSeen) {
  static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

  /**
   * How far containment is, as Falcon calls it; upper and lower case both occur.
   *
   * @see <a href="https://xsoar.pan.dev/docs/reference/integrations/crowdstrike-falcon">The words,
   *     in another product's reference</a>
   */
  enum Status {
    NORMAL,
    /** Ordered; the sensor has not carried it out yet. */
    CONTAINMENT_PENDING,
    CONTAINED,
    /** The end is ordered; the sensor has not carried it out yet. */
    LIFT_CONTAINMENT_PENDING;

    private static final Map<String, Status> WORDS =
        Map.of(
            "normal", NORMAL,
            "containment_pending", CONTAINMENT_PENDING,
            "contained", CONTAINED,
            "lift_containment_pending", LIFT_CONTAINMENT_PENDING);

    static Optional<Status> of(String word) {
      return Optional.ofNullable(WORDS.get(word.strip().toLowerCase(Locale.ROOT)));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One as Falcon describes it.
   *
   * @throws ActionFailure UNAVAILABLE where its id or status is none
   */
  static Host read(JsonNode json, String what) throws ActionFailure {
    String id = json.path("device_id").asText("");
    Optional<Status> status = Status.of(json.path("status").asText(""));
    if (!ID.matcher(id).matches() || status.isEmpty()) {
      throw ActionFailure.unavailable(
          what + ": a host came without usable id and containment status");
    }
    return new Host(
        id.toLowerCase(Locale.ROOT),
        VendorHttp.oneLine(json.path("hostname").asText("")),
        status.get(),
        VendorHttp.oneLine(json.path("last_seen").asText("unknown")));
  }
}
