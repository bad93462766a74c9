package dev.firebreak.intake;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The tables of what arrived: messages with their raw bytes, and the alerts made of them. The truth
 * that channels only hint at.
 */
public final class Inbox {
  private final Database database;

  public Inbox(Database database) {
    this.database = database;
  }

  /**
   * An alert as stored.
   *
   * @param submittedBy {@code source:<id>}, or {@code person:<name>} who re-sent it: may not
   *     approve what it leads to
   */
  public record Stored(
      UUID id,
      Optional<UUID> message,
      String source,
      String kind,
      Instant receivedAt,
      boolean critical,
      Alert alert,
      String state,
      Optional<UUID> incident,
      String submittedBy) {}

  /** A message as stored. */
  public record Message(
      UUID id,
      String source,
      Instant receivedAt,
      RawMessage raw,
      String state,
      Optional<String> reason,
      Optional<String> pointer) {}

  /**
   * @return false when the source has sent a message of this id before
   */
  boolean insert(
      UUID id,
      String source,
      Optional<String> messageId,
      Instant at,
      RawMessage raw,
      String state,
      Optional<String> reason,
      Optional<String> pointer) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "insert into message (id, source, message_id, received_at, headers, body,"
                            + " state, reason, pointer) values (:id, :source, :mid, :at,"
                            + " :headers::jsonb, :body, :state, :reason, :pointer) on conflict do"
                            + " nothing")
                    .bind("id", id)
                    .bind("source", source)
                    .bind("mid", messageId.orElse(null))
                    .bind("at", Rows.at(at))
                    .bind("headers", Json.write(withoutCredentials(raw.headers())))
                    .bind("body", raw.body())
                    .bind("state", state)
                    .bind("reason", reason.orElse(null))
                    .bind("pointer", pointer.orElse(null))
                    .execute()
                == 1);
  }

  /** The message a source sent under an id. */
  Optional<Message> find(String source, String messageId) {
    return database.read(
        h ->
            h.createQuery("select * from message where source = :s and message_id = :m")
                .bind("s", source)
                .bind("m", messageId)
                .map((r, c) -> message(r))
                .findOne());
  }

  /** One message with its raw bytes. */
  public Optional<Message> message(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from message where id = :id")
                .bind("id", id)
                .map((r, c) -> message(r))
                .findOne());
  }

  /** SHA-256, lower-case hex, of the message an alert came in; empty for one of our own. */
  public Optional<String> messageSha256(Stored alert) {
    return alert
        .message()
        .map(
            id ->
                database.read(
                    h ->
                        h.createQuery(
                                "select encode(sha256(body), 'hex') from message where id = :id")
                            .bind("id", id)
                            .mapTo(String.class)
                            .one()));
  }

  /** Stores a message once more; it has no id of the sender's, so nothing takes it for a repeat. */
  void insertReplay(UUID id, Message of, Instant at, String by) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into message (id, source, received_at, headers, body, state, replay_of,"
                        + " replayed_by) select :id, source, :at, headers, body, 'ACCEPTED', id,"
                        + " :by from message where id = :of")
                .bind("id", id)
                .bind("at", Rows.at(at))
                .bind("by", by)
                .bind("of", of.id())
                .execute());
  }

  void insertAlerts(List<Stored> alerts) {
    database.inTransaction(
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  "insert into alert (id, message, source, kind, received_at, critical, uid,"
                      + " severity, document, state, submitted_by) values (?, ?::uuid, ?, ?, ?, ?,"
                      + " ?, ?, ?::jsonb, 'NEW', ?)");
          for (Stored a : alerts) {
            batch
                .bind(0, a.id())
                .bind(1, a.message().orElse(null))
                .bind(2, a.source())
                .bind(3, a.kind())
                .bind(4, Rows.at(a.receivedAt()))
                .bind(5, a.critical())
                .bind(6, a.alert().uid())
                .bind(7, a.alert().severity().ocsfId())
                .bind(8, Json.write(a.alert()))
                .bind(9, a.submittedBy())
                .add();
          }
          return batch.execute();
        });
  }

  /**
   * Takes a new alert for this transaction.
   *
   * @return empty when it is worked on elsewhere, or done
   */
  public Optional<Stored> claim(UUID alert) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from alert where id = :id and state = 'NEW' for update skip locked")
                .bind("id", alert)
                .map((r, c) -> stored(r))
                .findOne());
  }

  public void settle(UUID alert, String state, Optional<UUID> incident) {
    settle(alert, state, incident, Optional.empty());
  }

  /**
   * @param note why nothing was begun for it
   */
  public void settle(UUID alert, String state, Optional<UUID> incident, Optional<String> note) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "update alert set state = :s, incident = :i::uuid, note = :note where id = :id")
                .bind("s", state)
                .bind("i", incident.orElse(null))
                .bind("note", note.orElse(null))
                .bind("id", alert)
                .execute());
  }

  /** The incident that an alert opened, joined or repeated; empty as long as it is none. */
  public Optional<UUID> incidentOf(UUID alert) {
    return database.read(
        h ->
            h.createQuery("select incident from alert where id = :id and incident is not null")
                .bind("id", alert)
                .mapTo(UUID.class)
                .findOne());
  }

  /** Ids of new alerts received before an instant, critical and old first. */
  public List<Waiting> waiting(Instant before, int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select id, critical from alert where state = 'NEW' and received_at < :t order"
                        + " by critical desc, received_at limit :n")
                .bind("t", Rows.at(before))
                .bind("n", limit)
                .map((r, c) -> new Waiting(Rows.uuid(r, "id"), r.getBoolean("critical")))
                .list());
  }

  /** An alert that nobody has triaged yet. */
  public record Waiting(UUID id, boolean critical) {}

  public int countWaiting(boolean critical) {
    return database.read(
        h ->
            h.createQuery("select count(*) from alert where state = 'NEW' and critical = :c")
                .bind("c", critical)
                .mapTo(Integer.class)
                .one());
  }

  public long countOfIncident(UUID incident) {
    return database.read(
        h ->
            h.createQuery("select count(*) from alert where incident = :i")
                .bind("i", incident)
                .mapTo(Long.class)
                .one());
  }

  /** The first thousand, oldest first. */
  public List<Stored> ofIncident(UUID incident) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from alert where incident = :i order by received_at, id limit 1000")
                .bind("i", incident)
                .map((r, c) -> stored(r))
                .list());
  }

  /** The next ones after one of them, or the first, in the same order. */
  public List<Stored> ofIncident(UUID incident, Optional<Stored> after, int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from alert where incident = :i and (received_at, id) > (:at, :id)"
                        + " order by received_at, id limit :n")
                .bind("i", incident)
                .bind("at", Rows.at(after.map(Stored::receivedAt).orElse(Instant.EPOCH)))
                .bind("id", after.map(Stored::id).orElse(new UUID(0, 0)))
                .bind("n", limit)
                .map((r, c) -> stored(r))
                .list());
  }

  /** A message without its content. */
  public record Sized(UUID id, long bytes) {}

  /** The messages that the alerts of an incident came in, oldest first; each once. */
  public List<Sized> messagesOfIncident(UUID incident) {
    return database.read(
        h ->
            h.createQuery(
                    "select id, octet_length(body) as bytes from message where id in (select"
                        + " message from alert where incident = :i) order by received_at, id")
                .bind("i", incident)
                .map((r, c) -> new Sized(Rows.uuid(r, "id"), r.getLong("bytes")))
                .list());
  }

  /** What the alerts of an incident name as evidence: addresses, user names, hashes; each once. */
  public List<String> observables(UUID incident) {
    return database.read(
        h ->
            h.createQuery(
                    "select distinct o ->> 'value' from alert, jsonb_path_query(document,"
                        + " '$.observables[*]') o where incident = :i and length(o ->> 'value') <="
                        + " 512 limit 5000")
                .bind("i", incident)
                .mapTo(String.class)
                .list());
  }

  public List<Message> keptAside(int limit) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from message where state = 'KEPT_ASIDE' order by received_at desc"
                        + " limit :n")
                .bind("n", limit)
                .map((r, c) -> message(r))
                .list());
  }

  Optional<Message> lockKeptAside(UUID id) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from message where id = :id and state = 'KEPT_ASIDE' for update")
                .bind("id", id)
                .map((r, c) -> message(r))
                .findOne());
  }

  void resent(UUID id) {
    database.inTransaction(
        h ->
            h.createUpdate("update message set state = 'RESENT' where id = :id")
                .bind("id", id)
                .execute());
  }

  void stillAside(UUID id, String pointer, String reason) {
    database.inTransaction(
        h ->
            h.createUpdate("update message set pointer = :p, reason = :r where id = :id")
                .bind("id", id)
                .bind("p", pointer)
                .bind("r", reason)
                .execute());
  }

  /** What opened the door is not stored behind it. */
  private static Map<String, List<String>> withoutCredentials(Map<String, List<String>> headers) {
    Map<String, List<String>> kept = new java.util.TreeMap<>(headers);
    kept.keySet()
        .removeIf(
            k ->
                k.equals("authorization") || k.equals("cookie") || k.equals("proxy-authorization"));
    return kept;
  }

  private static Stored stored(ResultSet r) throws SQLException {
    return new Stored(
        Rows.uuid(r, "id"),
        Rows.maybeUuid(r, "message"),
        r.getString("source"),
        r.getString("kind"),
        Rows.instant(r, "received_at"),
        r.getBoolean("critical"),
        Json.mapper().convertValue(Rows.json(r, "document"), Alert.class),
        r.getString("state"),
        Rows.maybeUuid(r, "incident"),
        r.getString("submitted_by"));
  }

  private static Message message(ResultSet r) throws SQLException {
    Map<String, List<String>> headers =
        Json.mapper()
            .convertValue(
                Rows.json(r, "headers"), new com.fasterxml.jackson.core.type.TypeReference<>() {});
    return new Message(
        Rows.uuid(r, "id"),
        r.getString("source"),
        Rows.instant(r, "received_at"),
        new RawMessage(headers, Optional.empty(), r.getBytes("body")),
        r.getString("state"),
        Rows.maybe(r, "reason"),
        Rows.maybe(r, "pointer"));
  }
}
