package dev.firebreak.connector.defender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An order to a machine to isolate itself or to end that, and how far it is.
 *
 * @param selective whether Outlook and Teams keep their connections
 * @param created when it was ordered, by Defender's clock
 * @see <a href="https://learn.microsoft.com/defender-endpoint/api/machineaction">MachineAction
 *     resource type</a>
 */
record MachineAction(String id, Type type, Status status, boolean selective, Instant created) {
  /** What is ordered. */
  enum Type {
    ISOLATE("Isolate"),
    UNISOLATE("Unisolate");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** How far it is. */
  enum Status {
    /** Waits for the machine, or is being carried out. */
    UNDER_WAY,
    SUCCEEDED,
    /** Failed, timed out or was cancelled: the machine is as it was before. */
    CAME_TO_NOTHING
  }

  private static final Map<String, Status> STATUSES =
      Map.of(
          "pending", Status.UNDER_WAY,
          "inprogress", Status.UNDER_WAY,
          "succeeded", Status.SUCCEEDED,
          "failed", Status.CAME_TO_NOTHING,
          "timeout", Status.CAME_TO_NOTHING,
          "cancelled", Status.CAME_TO_NOTHING);

  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  /**
   * One as Defender answers it.
   *
   * @throws ActionFailure UNAVAILABLE where it is not whole
   */
  static MachineAction read(JsonNode json, String what) throws ActionFailure {
    String id = json.path("id").asText();
    Optional<Type> type = type(json);
    Optional<Status> status =
        Optional.ofNullable(STATUSES.get(json.path("status").asText().toLowerCase(Locale.ROOT)));
    Optional<Instant> created = instant(json.path("creationDateTimeUtc").asText());
    if (!ID.matcher(id).matches() || type.isEmpty() || status.isEmpty() || created.isEmpty()) {
      throw ActionFailure.unavailable(
          what + ": a machine action came without usable id, type, status or creation time");
    }
    boolean selective = json.path("scope").asText().equalsIgnoreCase("Selective");
    return new MachineAction(id, type.get(), status.get(), selective, created.get());
  }

  /** Empty for actions of other types. */
  static Optional<Type> type(JsonNode json) {
    String word = json.path("type").asText();
    for (Type type : Type.values()) {
      if (type.word().equalsIgnoreCase(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return type.word()
        + " "
        + status.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (selective ? " (selective)" : "")
        + ", ordered "
        + created;
  }
}
