package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A transaction in one of its statuses; each of its notifications is about the same finding
 * (https://developers.fireblocks.com/reference/transaction-webhooks-v2).
 *
 * @param id the vendor's transaction id
 * @param status primary status, upper case
 * @param subStatus upper case
 * @param operation TRANSFER, CONTRACT_CALL, RAW and others, upper case
 * @param source where it comes from
 * @param destinations where it goes to, one at least
 * @param addresses blockchain addresses at the far end, where they are known yet
 * @param screenings what screening said
 * @param notification around it
 */
record Transaction(
    String id,
    String status,
    String subStatus,
    String operation,
    Peer source,
    List<Peer> destinations,
    List<String> addresses,
    List<Screening> screenings,
    Notification notification) {
  private static final int MOST_DESTINATIONS = 100;

  /** What is signed without the vendor understanding where value goes. */
  private static final Set<String> BLIND =
      Set.of("RAW", "TYPED_MESSAGE", "CONTRACT_CALL", "PROGRAM_CALL", "APPROVE");

  static Transaction read(Notification n) throws UnusableAlert {
    JsonBody data = n.data();
    Optional<String> id = data.text("/id", 200);
    return new Transaction(
        id.or(n::resource)
            .orElseThrow(
                () -> new UnusableAlert("/data/id", "is missing; expected the transaction's id")),
        upper(data, "/status"),
        upper(data, "/subStatus"),
        upper(data, "/operation"),
        Peer.read(data, "/source"),
        destinations(data),
        addresses(data),
        Screening.all(data),
        n);
  }

  private static String upper(JsonBody data, String place) throws UnusableAlert {
    return data.text(place, 100).orElse("").toUpperCase(Locale.ROOT);
  }

  private static List<Peer> destinations(JsonBody data) throws UnusableAlert {
    List<Peer> all = new ArrayList<>();
    for (JsonBody one : some(data.items("/destinations"))) {
      all.add(Peer.read(one, "/destination"));
    }
    if (all.isEmpty()) {
      all.add(Peer.read(data, "/destination"));
    }
    return List.copyOf(all);
  }

  private static List<String> addresses(JsonBody data) throws UnusableAlert {
    List<String> all = new ArrayList<>();
    data.text("/destinationAddress", 512).ifPresent(all::add);
    for (JsonBody one : some(data.items("/destinations"))) {
      one.text("/destinationAddress", 512).ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  private static List<JsonBody> some(List<JsonBody> all) {
    return all.subList(0, Math.min(MOST_DESTINATIONS, all.size()));
  }

  Alert toAlert() throws UnusableAlert {
    Matter matter = matter();
    Alert.Builder alert =
        Alert.builder(id, matter.rule())
            .title(title(matter))
            .description(Optional.of(description()))
            .severity(matter.severity())
            .disposition(disposition(matter))
            .occurredAt(occurredAt());
    if (matter.severity().atLeast(Severity.LOW)) {
      targets(alert);
    }
    new TransactionFacts(this).addTo(alert);
    alert.attribute("direction", direction());
    return alert.build();
  }

  private Matter matter() throws UnusableAlert {
    boolean frozen = Set.of("AUTO_FREEZE", "REJECTED_AML_SCREENING").contains(subStatus);
    if (frozen || screenings.stream().anyMatch(Screening::rejects)) {
      return Matter.AML_REJECTED;
    }
    if (screenings.stream().anyMatch(Screening::flags)) {
      return Matter.AML_FLAGGED;
    }
    if (subStatus.equals("FROZEN_MANUALLY")) {
      return Matter.FROZEN;
    }
    if (Stage.of(status) == Stage.BLOCKED || subStatus.equals("BLOCKED_BY_POLICY")) {
      return Matter.BLOCKED_BY_POLICY;
    }
    if (isOutgoing()) {
      return outgoing();
    }
    return source.isOwn() ? Matter.INTERNAL : Matter.INCOMING;
  }

  private Matter outgoing() throws UnusableAlert {
    if (BLIND.contains(operation)) {
      return Matter.OUTGOING_CALL;
    }
    boolean oneTime =
        destinations.stream().anyMatch(d -> d.type().equals("ONE_TIME_ADDRESS"))
            || notification.data().text("/addressType", 40).filter("ONE_TIME"::equals).isPresent();
    boolean unknown = destinations.stream().anyMatch(d -> d.type().equals("UNKNOWN"));
    return oneTime || unknown ? Matter.OUTGOING_TO_UNLISTED : Matter.OUTGOING;
  }

  boolean isOutgoing() {
    return source.isOwn() && destinations.stream().anyMatch(d -> !d.isOwn());
  }

  private String direction() {
    return isOutgoing() ? "outgoing" : source.isOwn() ? "internal" : "incoming";
  }

  /**
   * What was stopped is over, unless why it was stopped is the finding. A completed withdrawal is
   * not over: the value has left.
   */
  private Disposition disposition(Matter matter) {
    return Stage.of(status) == Stage.STOPPED && !matter.isWhyItStopped()
        ? Disposition.RESOLVED
        : Disposition.FIRING;
  }

  private Optional<Instant> occurredAt() throws UnusableAlert {
    Optional<Instant> updated = Notification.time(notification.data(), "/lastUpdated");
    return updated.isPresent() ? updated : notification.createdAt();
  }

  /**
   * The vault account value leaves from, who started it, and where it goes. A transaction that
   * comes in names its sender only: acting on the account it came to would stop that account's own
   * withdrawals.
   */
  private void targets(Alert.Builder alert) throws UnusableAlert {
    if (source.isOwn()) {
      source.id().filter(i -> source.isVault()).ifPresent(i -> alert.target(TargetType.WALLET, i));
      notification
          .data()
          .text("/createdBy", 200)
          .ifPresent(u -> alert.target(TargetType.IDENTITY, u));
      addresses.forEach(a -> alert.target(TargetType.ADDRESS, a));
    } else {
      notification
          .data()
          .text("/sourceAddress", 512)
          .ifPresent(a -> alert.target(TargetType.ADDRESS, a));
    }
  }

  private String title(Matter matter) throws UnusableAlert {
    String what = matter == Matter.OUTGOING_CALL ? "Outgoing " + operation : matter.title();
    return what + ": " + TransactionFacts.amount(notification.data()) + ", " + status;
  }

  private String description() {
    String to = String.join(", ", destinations.stream().map(Peer::shown).toList());
    return source.shown()
        + " to "
        + to
        + (addresses.isEmpty() ? "" : " at " + String.join(", ", addresses))
        + (subStatus.isEmpty() ? "" : "; " + subStatus);
  }
}
