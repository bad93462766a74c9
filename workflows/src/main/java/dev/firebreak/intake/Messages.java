package dev.firebreak.intake;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What arrived, for people who look at it. Reads only. */
public final class Messages {
  private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};

  /** What other headers hold may be what opened the door. */
  private static final List<String> HARMLESS =
      List.of("content-type", "content-length", "user-agent", "host");

  private static final String COLUMNS =
      "id, source, message_id, received_at, state, reason, pointer, replay_of, replayed_by,"
          + " length(body) as size";

  private final Database database;

  public Messages(Database database) {
    this.database = database;
  }

  /**
   * A message without its bytes.
   *
   * @param state ACCEPTED, KEPT_ASIDE, RESENT (kept aside first) or HANDSHAKE
   * @param size of the body in bytes
   */
  public record Summary(
      UUID id,
      String source,
      Optional<String> messageId,
      Instant receivedAt,
      String state,
      Optional<String> reason,
      Optional<String> pointer,
      Optional<UUID> replayOf,
      Optional<String> replayedBy,
      long size,
      List<Fate> alerts) {
    Summary with(List<Fate> alerts) {
      return new Summary(
          id,
          source,
          messageId,
          receivedAt,
          state,
          reason,
          pointer,
          replayOf,
          replayedBy,
          size,
          alerts);
    }
  }

  /**
   * What became of one alert of a message.
   *
   * @param state NEW, OPENED, JOINED, DUPLICATE or NOTED
   * @param note why it was only noted
   */
  public record Fate(
      UUID alert,
      UUID message,
      String uid,
      String title,
      String rule,
      int severity,
      String state,
      Optional<UUID> incident,
      Optional<String> note) {}

  /**
   * What a message says.
   *
   * @param headers those that can hold no credential with their values, of others only the names
   * @param body as text; bytes that are not UTF-8 are replaced
   */
  public record Payload(Map<String, String> headers, String body) {}

  /** The newest of all, or of one source. */
  public List<Summary> newest(Optional<String> source, int limit) {
    return database.read(
        h -> {
          List<Summary> all =
              h.createQuery(
                      "select "
                          + COLUMNS
                          + " from message"
                          + (source.isPresent() ? " where source = :source" : "")
                          + " order by received_at desc limit :n")
                  .bindMap(source.map(s -> Map.of("source", s)).orElse(Map.of()))
                  .bind("n", limit)
                  .map((r, c) -> summary(r))
                  .list();
          Map<UUID, List<Fate>> fates =
              fates(all.stream().map(Summary::id).toList()).stream()
                  .collect(Collectors.groupingBy(Fate::message));
          return all.stream().map(m -> m.with(fates.getOrDefault(m.id(), List.of()))).toList();
        });
  }

  public Optional<Summary> find(UUID id) {
    return database.read(
        h ->
            h.createQuery("select " + COLUMNS + " from message where id = :id")
                .bind("id", id)
                .map((r, c) -> summary(r))
                .findOne()
                .map(m -> m.with(fates(List.of(id)))));
  }

  public Optional<Payload> payload(UUID id) {
    return database.read(
        h ->
            h.createQuery("select headers, body from message where id = :id")
                .bind("id", id)
                .map((r, c) -> payload(r))
                .findOne());
  }

  /** When each source was last heard, of those that have sent anything in the last while. */
  public Map<String, Instant> lastHeard(List<String> sources) {
    return database.read(
        h ->
            h
                .createQuery(
                    "select s.source, m.received_at from unnest(:sources) s(source) cross join"
                        + " lateral (select received_at from message where source = s.source and"
                        + " received_at > now() - interval '30 days' order by received_at desc"
                        + " limit 1) m")
                .bindArray("sources", String.class, sources)
                .map((r, c) -> Map.entry(r.getString("source"), Rows.instant(r, "received_at")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private List<Fate> fates(List<UUID> messages) {
    return database.read(
        h ->
            h.createQuery(
                    "select id, message, uid, document->>'title' as title, document->>'rule' as"
                        + " rule, severity, state, incident, note from alert where message ="
                        + " any(:ids) order by received_at, id limit 5000")
                .bindArray("ids", UUID.class, messages)
                .map((r, c) -> fate(r))
                .list());
  }

  private static Summary summary(ResultSet r) throws SQLException {
    return new Summary(
        Rows.uuid(r, "id"),
        r.getString("source"),
        Rows.maybe(r, "message_id"),
        Rows.instant(r, "received_at"),
        r.getString("state"),
        Rows.maybe(r, "reason"),
        Rows.maybe(r, "pointer"),
        Rows.maybeUuid(r, "replay_of"),
        Rows.maybe(r, "replayed_by"),
        r.getLong("size"),
        List.of());
  }

  private static Fate fate(ResultSet r) throws SQLException {
    return new Fate(
        Rows.uuid(r, "id"),
        Rows.uuid(r, "message"),
        r.getString("uid"),
        Rows.maybe(r, "title").orElse(""),
        Rows.maybe(r, "rule").orElse(""),
        r.getInt("severity"),
        r.getString("state"),
        Rows.maybeUuid(r, "incident"),
        Rows.maybe(r, "note"));
  }

  private static Payload payload(ResultSet r) throws SQLException {
    Map<String, String> shown = new TreeMap<>();
    Json.mapper()
        .convertValue(Rows.json(r, "headers"), HEADERS)
        .forEach(
            (name, values) ->
                shown.put(
                    name, HARMLESS.contains(name) ? String.join(", ", values) : "(not shown)"));
    return new Payload(shown, new String(r.getBytes("body"), StandardCharsets.UTF_8));
  }
}
