package dev.firebreak.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.store.Database;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Receives messages. Answers {@link Outcome.Accepted} only when the message's raw bytes and its
 * alerts are committed. Safe for all threads.
 */
public final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);
  private static final Duration BUSY = Duration.ofSeconds(2);
  private static final Duration UNDECIDED = Duration.ofSeconds(30);

  private final Function<String, Optional<Source>> sources;
  private final Database database;
  private final Inbox inbox;
  private final Admission admission;
  private final Audit audit;
  private final Clock clock;
  private final Announcer announcer;

  /** Told of each stored alert after the commit; may lose it or say it twice. */
  @FunctionalInterface
  public interface Announcer {
    void accepted(UUID alert, boolean critical);
  }

  public Intake(
      Function<String, Optional<Source>> sources,
      Database database,
      Inbox inbox,
      Admission admission,
      Audit audit,
      Clock clock,
      Announcer announcer) {
    this.sources = sources;
    this.database = database;
    this.inbox = inbox;
    this.admission = admission;
    this.audit = audit;
    this.clock = clock;
    this.announcer = announcer;
  }

  /**
   * Receives one message for a source named in its URL.
   *
   * @param shown the certificates its sender showed at TLS, its own first; empty for none
   */
  public Outcome receive(String sourceId, RawMessage raw, List<X509Certificate> shown) {
    Optional<Source> known = sources.apply(sourceId).filter(s -> s.admits(shown));
    if (known.isEmpty()) {
      return new Outcome.NotAuthentic();
    }
    Source source = known.get();
    Instant now = clock.instant();
    Sender sender = source.receiver().authenticate(raw, now);
    if (sender instanceof Sender.Undecided undecided) {
      LOG.warnf("source %s: the sender cannot be checked now: %s", sourceId, undecided.reason());
      return new Outcome.Undecided(UNDECIDED);
    }
    if (!(sender instanceof Sender.Authentic authentic)) {
      LOG.debugf("source %s: %s", sourceId, sender);
      return new Outcome.NotAuthentic();
    }
    if (!source.accepts(raw.header("content-type"))) {
      return new Outcome.WrongType(source.contentTypes());
    }
    return take(source, raw, authentic.messageId());
  }

  /** Receives an authentic message, for example one that a source fetched itself. */
  public Outcome take(Source source, RawMessage raw, Optional<String> messageId) {
    if (!admission.enter(source.critical())) {
      return new Outcome.Busy(BUSY);
    }
    try {
      return store(source, raw, messageId, clock.instant());
    } finally {
      admission.exit(source.critical());
    }
  }

  /** What a GET on a source's address is answered, where its sender asks that way. */
  public Optional<JsonNode> greet(
      String sourceId, RawMessage request, List<X509Certificate> shown) {
    return sources
        .apply(sourceId)
        .filter(s -> s.admits(shown))
        .flatMap(s -> s.receiver().greet(request));
  }

  private Outcome store(Source source, RawMessage raw, Optional<String> messageId, Instant now) {
    UUID id = UUID.randomUUID();
    Parsed parsed;
    try {
      parsed = source.receiver().parse(raw);
    } catch (UnusableAlert e) {
      return keepAside(source, raw, messageId, now, id, e);
    }
    if (parsed instanceof Parsed.Handshake handshake) {
      return shake(source, raw, messageId, now, id, handshake);
    }
    List<Alert> alerts = ((Parsed.Alerts) parsed).alerts();
    List<Inbox.Stored> stored =
        alerts.stream().map(a -> stored(source, id, now, a, "source:" + source.id())).toList();
    admission.pace(stored.stream().anyMatch(Inbox.Stored::critical));
    boolean fresh =
        database.inTransaction(
            h -> {
              if (!inbox.insert(
                  id,
                  source.id(),
                  messageId,
                  now,
                  raw,
                  "ACCEPTED",
                  Optional.empty(),
                  Optional.empty())) {
                return false;
              }
              accept(source, stored);
              return true;
            });
    return fresh
        ? new Outcome.Accepted(id, stored.stream().map(Inbox.Stored::id).toList())
        : repeated(source, raw, messageId.orElse(""));
  }

  private Inbox.Stored stored(Source source, UUID message, Instant now, Alert a, String by) {
    boolean critical = source.critical() || a.severity().atLeast(Severity.CRITICAL);
    return new Inbox.Stored(
        UUID.randomUUID(),
        Optional.of(message),
        source.id(),
        source.kind(),
        now,
        critical,
        a,
        "NEW",
        Optional.empty(),
        by);
  }

  private void accept(Source source, List<Inbox.Stored> alerts) {
    inbox.insertAlerts(alerts);
    alerts.forEach(
        a -> audit.record("source:" + source.id(), "alert.accepted", Optional.empty(), facts(a)));
    database.afterCommit(
        () -> {
          for (Inbox.Stored a : alerts) {
            admission.stored(a.critical());
            announcer.accepted(a.id(), a.critical());
          }
        });
  }

  /** Takes an alert that Firebreak raises itself, in the transaction under way if there is one. */
  public UUID raise(Alert alert) {
    Inbox.Stored stored =
        new Inbox.Stored(
            UUID.randomUUID(),
            Optional.empty(),
            "firebreak",
            "firebreak",
            clock.instant(),
            true,
            alert,
            "NEW",
            Optional.empty(),
            Audit.SYSTEM);
    return database.inTransaction(
        h -> {
          inbox.insertAlerts(List.of(stored));
          audit.record(Audit.SYSTEM, "alert.accepted", Optional.empty(), facts(stored));
          database.afterCommit(
              () -> {
                admission.stored(true);
                announcer.accepted(stored.id(), true);
              });
          return stored.id();
        });
  }

  private static Map<String, Object> facts(Inbox.Stored a) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("alert", a.id().toString());
    facts.put("uid", a.alert().uid());
    facts.put("source", a.source());
    facts.put("rule", a.alert().rule());
    facts.put("title", a.alert().title());
    facts.put("severity", a.alert().severity().key());
    facts.put("disposition", a.alert().disposition().name().toLowerCase(java.util.Locale.ROOT));
    return facts;
  }

  /**
   * A message whose id was used before: the same again is no news, and one kept aside is still
   * aside.
   */
  private Outcome repeated(Source source, RawMessage raw, String messageId) {
    Optional<Inbox.Message> before = inbox.find(source.id(), messageId);
    if (before.filter(m -> Arrays.equals(m.raw().body(), raw.body())).isEmpty()) {
      return new Outcome.Replayed(messageId);
    }
    return before
        .filter(m -> m.state().equals("KEPT_ASIDE"))
        .<Outcome>map(
            m -> new Outcome.KeptAside(m.id(), m.pointer().orElse(""), m.reason().orElse("")))
        .orElseGet(Outcome.SeenBefore::new);
  }

  private Outcome keepAside(
      Source source,
      RawMessage raw,
      Optional<String> messageId,
      Instant now,
      UUID id,
      UnusableAlert e) {
    boolean fresh =
        database.inTransaction(
            h -> {
              boolean inserted =
                  inbox.insert(
                      id,
                      source.id(),
                      messageId,
                      now,
                      raw,
                      "KEPT_ASIDE",
                      Optional.of(e.getMessage()),
                      Optional.of(e.pointer()));
              if (inserted) {
                audit.record(
                    "source:" + source.id(),
                    "message.kept-aside",
                    Optional.empty(),
                    Map.of(
                        "message",
                        id.toString(),
                        "source",
                        source.id(),
                        "pointer",
                        e.pointer(),
                        "reason",
                        e.getMessage()));
              }
              return inserted;
            });
    return fresh
        ? new Outcome.KeptAside(id, e.pointer(), e.getMessage())
        : repeated(source, raw, messageId.orElse(""));
  }

  private Outcome shake(
      Source source,
      RawMessage raw,
      Optional<String> messageId,
      Instant now,
      UUID id,
      Parsed.Handshake handshake) {
    boolean fresh =
        database.inTransaction(
            h -> {
              boolean inserted =
                  inbox.insert(
                      id,
                      source.id(),
                      messageId,
                      now,
                      raw,
                      "HANDSHAKE",
                      Optional.of(handshake.what()),
                      Optional.empty());
              audit.record(
                  "source:" + source.id(),
                  "source.handshake",
                  Optional.empty(),
                  Map.of("source", source.id(), "what", handshake.what()));
              return inserted;
            });
    if (!fresh) {
      return repeated(source, raw, messageId.orElse(""));
    }
    try {
      source.receiver().complete(raw);
    } catch (ActionFailure e) {
      LOG.warnf("source %s: the handshake could not be answered: %s", source.id(), e.getMessage());
      audit.record(
          Audit.SYSTEM,
          "source.handshake-failed",
          Optional.empty(),
          Map.of("source", source.id(), "reason", e.getMessage()));
    }
    return new Outcome.Shaken(handshake.what(), handshake.reply());
  }

  /**
   * Parses a kept-aside message again, for example after an upgrade or a changed setting.
   *
   * @param by {@code person:<name>}
   * @return empty when there is no such message
   */
  public Optional<Outcome> resend(UUID message, String by) {
    return database.inTransaction(h -> inbox.lockKeptAside(message).map(m -> resend(m, by)));
  }

  private Outcome resend(Inbox.Message m, String by) {
    Optional<Source> source = sources.apply(m.source());
    if (source.isEmpty()) {
      return new Outcome.KeptAside(
          m.id(), "", "source '" + m.source() + "' is not configured any more");
    }
    try {
      Parsed parsed = source.get().receiver().parse(m.raw());
      audit.record(
          by,
          "message.resent",
          Optional.empty(),
          Map.of("message", m.id().toString(), "source", m.source()));
      inbox.resent(m.id());
      if (parsed instanceof Parsed.Alerts alerts) {
        List<Inbox.Stored> stored =
            alerts.alerts().stream()
                .map(a -> stored(source.get(), m.id(), clock.instant(), a, by))
                .toList();
        accept(source.get(), stored);
        return new Outcome.Accepted(m.id(), stored.stream().map(Inbox.Stored::id).toList());
      }
      Parsed.Handshake handshake = (Parsed.Handshake) parsed;
      return new Outcome.Shaken(handshake.what(), handshake.reply());
    } catch (UnusableAlert e) {
      inbox.stillAside(m.id(), e.pointer(), e.getMessage());
      return new Outcome.KeptAside(m.id(), e.pointer(), e.getMessage());
    }
  }

  /**
   * Works once more on a stored message, as if it had just come: it is stored anew, marked as that
   * person's replay, and everything that an alert may lead to it may lead to. Who replays counts as
   * requester and has no vote on what follows.
   *
   * @param by {@code person:<name>}
   * @param why goes into the audit trail
   * @return empty when there is no such message
   */
  public Optional<Outcome> replay(UUID message, String by, String why) {
    return inbox.message(message).map(m -> replay(m, by, why));
  }

  private Outcome replay(Inbox.Message m, String by, String why) {
    if (!m.state().equals("ACCEPTED")) {
      return new Outcome.KeptAside(
          m.id(), "", "only a message that was accepted can be replayed; this one was not");
    }
    Optional<Source> source = sources.apply(m.source());
    if (source.isEmpty()) {
      return new Outcome.KeptAside(
          m.id(), "", "source '" + m.source() + "' is not configured any more");
    }
    try {
      return source.get().receiver().parse(m.raw()) instanceof Parsed.Alerts alerts
          ? replay(source.get(), m, alerts.alerts(), by, why)
          : new Outcome.KeptAside(m.id(), "", "it holds no alert");
    } catch (UnusableAlert e) {
      return new Outcome.KeptAside(m.id(), e.pointer(), e.getMessage());
    }
  }

  private Outcome replay(
      Source source, Inbox.Message m, List<Alert> alerts, String by, String why) {
    if (!admission.enter(source.critical())) {
      return new Outcome.Busy(BUSY);
    }
    try {
      UUID id = UUID.randomUUID();
      Instant now = clock.instant();
      List<Inbox.Stored> stored = alerts.stream().map(a -> stored(source, id, now, a, by)).toList();
      database.inTransaction(
          h -> {
            inbox.insertReplay(id, m, now, by);
            audit.record(
                by,
                "message.replayed",
                Optional.empty(),
                Map.of(
                    "message", id.toString(),
                    "of", m.id().toString(),
                    "source", m.source(),
                    "why", why));
            accept(source, stored);
            return true;
          });
      return new Outcome.Accepted(id, stored.stream().map(Inbox.Stored::id).toList());
    } finally {
      admission.exit(source.critical());
    }
  }
}
