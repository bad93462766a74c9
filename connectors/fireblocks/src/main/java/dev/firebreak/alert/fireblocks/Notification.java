package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One notification of version 2
 * (https://developers.fireblocks.com/reference/webhook-notification-structure).
 *
 * @param id of the notification, the same when it is sent again
 * @param eventType for example {@code transaction.status.updated}
 * @param workspace whose it is
 * @param resource what it is about, for example a transaction's id
 * @param createdAt documented in seconds, sent in milliseconds
 * @param data the object it is about
 */
record Notification(
    String id,
    String eventType,
    String workspace,
    Optional<String> resource,
    Optional<Instant> createdAt,
    JsonBody data) {
  /** Before 1973 in milliseconds, after 5138 in seconds. */
  private static final long SECONDS_BELOW = 100_000_000_000L;

  static Notification read(JsonBody body) throws UnusableAlert {
    if (body.at("/eventType").isEmpty() && body.at("/type").isPresent()) {
      throw new UnusableAlert(
          "/type",
          "is a notification of webhooks version 1, which Fireblocks has ended; move the webhook to"
              + " version 2 in the Developer Center of the console");
    }
    Optional<JsonBody> data = body.at("/data");
    if (data.isEmpty() || !data.get().node().isObject()) {
      throw new UnusableAlert("/data", "is missing or no object; expected the event's data");
    }
    return new Notification(
        body.required("/id", 200),
        body.required("/eventType", 200),
        body.required("/workspaceId", 200),
        body.text("/resourceId", 200),
        time(body, "/createdAt"),
        data.get());
  }

  /**
   * @throws UnusableAlert also for events that say nothing about security
   */
  Alert toAlert() throws UnusableAlert {
    return eventType.startsWith("transaction.")
        ? Transaction.read(this).toAlert()
        : WorkspaceChange.read(this).toAlert();
  }

  /** A time in milliseconds or seconds since 1970; empty where there is none. */
  static Optional<Instant> time(JsonBody place, String relative) throws UnusableAlert {
    Optional<JsonBody> found = place.at(relative);
    if (found.isPresent() && found.get().node().isTextual()) {
      return place.time(relative);
    }
    return place
        .number(relative)
        .filter(n -> n.precision() - n.scale() <= 16)
        .map(BigDecimal::longValue)
        .map(n -> n < SECONDS_BELOW ? Instant.ofEpochSecond(n) : Instant.ofEpochMilli(n))
        .flatMap(JsonBody::sane);
  }
}
