package dev.firebreak.access;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * For when nobody is there who may: whoever is {@link Role#BREAK_GLASS} can be responder and
 * approver for an hour, on what that grant covers. It opens an incident by itself, and he votes no
 * more on his own requests than anybody else.
 */
public final class BreakGlass {
  private static final Duration OPEN = Duration.ofHours(1);

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Consumer<Alert> alarm;

  BreakGlass(Database database, Audit audit, Clock clock, Consumer<Alert> alarm) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.alarm = alarm;
  }

  /**
   * @return until when it is open
   * @throws AccessRefused without a reason
   */
  public Instant open(Caller by, String reason) {
    if (reason.isBlank()) {
      throw AccessRefused.malformed("say why: the reason goes into the audit trail");
    }
    Instant now = clock.instant();
    Instant until = now.plus(OPEN);
    database.inTransaction(
        h -> {
          h.createUpdate(
                  "insert into broken_glass (subject, reason, opened_at, until) values (:s, :r, :at, :u)"
                      + " on conflict (subject) do update set reason = excluded.reason,"
                      + " opened_at = excluded.opened_at, until = excluded.until")
              .bind("s", by.subject())
              .bind("r", reason)
              .bind("at", Rows.at(now))
              .bind("u", Rows.at(until))
              .execute();
          audit.record(
              by.subject(),
              "access.glass-broken",
              Optional.empty(),
              Map.of("reason", reason, "until", until.toString()));
          return true;
        });
    alarm.accept(alert(by, reason, now));
    return until;
  }

  private static Alert alert(Caller by, String reason, Instant now) {
    return Alert.builder("glass:" + by.subject() + ":" + now, "firebreak.glass-broken")
        .title(by.name() + " took emergency rights")
        .description(Optional.of("Reason given: " + reason + ". Look at what is done with them."))
        .severity(Severity.HIGH)
        .target(dev.firebreak.connector.TargetType.IDENTITY, by.subject())
        .build();
  }

  /** What the grants are worth now: those of an open glass turn into more. */
  List<Grant> opened(String subject, List<Grant> grants) {
    boolean some = grants.stream().anyMatch(g -> g.role() == Role.BREAK_GLASS);
    if (!some || !isOpen(subject)) {
      return grants;
    }
    return grants.stream()
        .flatMap(g -> g.role() == Role.BREAK_GLASS ? worth(g.scope()) : Stream.of(g))
        .toList();
  }

  private static Stream<Grant> worth(Scope scope) {
    Grant approver = new Grant(Role.APPROVER, scope);
    Grant glass = new Grant(Role.BREAK_GLASS, scope);
    return scope.text().startsWith("group:")
        ? Stream.of(glass, approver)
        : Stream.of(glass, approver, new Grant(Role.RESPONDER, scope));
  }

  private boolean isOpen(String subject) {
    return database.read(
        h ->
            h.createQuery("select 1 from broken_glass where subject = :s and until > :now")
                .bind("s", subject)
                .bind("now", Rows.at(clock.instant()))
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }
}
