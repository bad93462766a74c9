package dev.firebreak.correlation;

import dev.firebreak.alert.Alert;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.intake.Inbox;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Finds the open incident an alert belongs to. Two alerts belong together when they share a wallet,
 * workload, identity, credential or address (or, where neither names one of those, a host, address
 * or domain), or are updates of one finding, within a time window. An alert is a repeat only when
 * source, rule, severity and all targets are the same: none of these is the attacker's to choose
 * alone, and a more severe or wider alert is never taken for a repeat.
 */
public final class Correlation {
  private static final Set<TargetType> STRONG =
      Set.of(
          TargetType.WALLET,
          TargetType.WORKLOAD,
          TargetType.IDENTITY,
          TargetType.CREDENTIAL,
          TargetType.ADDRESS);

  private final Database database;
  private final Clock clock;
  private final Duration window;

  /**
   * @param window how long after its last alert an incident takes further ones
   */
  public Correlation(Database database, Clock clock, Duration window) {
    this.database = database;
    this.clock = clock;
    this.window = window;
  }

  /** Where an alert belongs. */
  public sealed interface Place {
    record Fresh() implements Place {}

    record Joins(UUID incident) implements Place {}

    record Repeats(UUID incident) implements Place {}
  }

  /**
   * Finds the place. Alerts that share a key wait for each other until the end of the transaction,
   * so that two at once never open two incidents.
   */
  public Place place(Inbox.Stored alert) {
    List<String> keys = keys(alert);
    String fingerprint = keys.get(0);
    return database.inTransaction(
        h -> {
          lock(h, keys);
          List<Match> matches =
              h.createQuery(
                      "select k.key, k.incident from correlation_key k join incident i on i.id = k.incident"
                          + " where k.key = any(:keys) and k.until > :now and i.state = 'OPEN' order by i.opened_at desc")
                  .bindArray("keys", String.class, keys)
                  .bind("now", Rows.at(clock.instant()))
                  .map((r, c) -> new Match(r.getString(1), Rows.uuid(r, "incident")))
                  .list();
          Optional<Match> same =
              matches.stream().filter(m -> m.key().equals(fingerprint)).findFirst();
          if (same.isPresent()) {
            return new Place.Repeats(same.get().incident());
          }
          return matches.isEmpty() ? new Place.Fresh() : new Place.Joins(matches.get(0).incident());
        });
  }

  /** Lets later alerts find this one's incident. */
  public void remember(Inbox.Stored alert, UUID incident) {
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into correlation_key (key, incident, until) select k, :incident, :until from unnest(:keys) k"
                        + " on conflict (key, incident) do update set until = excluded.until")
                .bindArray("keys", String.class, keys(alert).stream().distinct().toList())
                .bind("incident", incident)
                .bind("until", Rows.at(clock.instant().plus(window)))
                .execute());
  }

  /**
   * Forgets keys whose window has passed; replays of closed incidents' messages are still refused
   * by the inbox.
   */
  public int forget() {
    return database.inTransaction(
        h ->
            h.createUpdate("delete from correlation_key where until < :now")
                .bind("now", Rows.at(clock.instant()))
                .execute());
  }

  private record Match(String key, UUID incident) {}

  /** The fingerprint first, then the keys. */
  static List<String> keys(Inbox.Stored stored) {
    Alert alert = stored.alert();
    List<String> keys = new ArrayList<>();
    keys.add("same:" + fingerprint(stored));
    keys.add("uid:" + digest(List.of(stored.source(), alert.uid())));
    boolean anyStrong = alert.targets().stream().anyMatch(t -> STRONG.contains(t.type()));
    for (Target t : alert.targets()) {
      if (!anyStrong || STRONG.contains(t.type())) {
        keys.add("target:" + digest(List.of(t.type().key(), t.id())));
      }
    }
    return keys;
  }

  private static String fingerprint(Inbox.Stored stored) {
    Alert alert = stored.alert();
    List<String> parts =
        new ArrayList<>(List.of(stored.source(), alert.rule(), alert.severity().key()));
    parts.addAll(
        alert.targets().stream().map(Target::toString).sorted().collect(Collectors.toList()));
    if (alert.targets().isEmpty()) {
      parts.add(alert.uid());
    }
    return digest(parts);
  }

  private static String digest(List<String> parts) {
    MessageDigest sha = sha256();
    for (String p : parts) {
      byte[] bytes = p.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** In one order for everybody, so that no two transactions wait for each other. */
  private static void lock(Handle h, List<String> keys) {
    List<Long> locks = keys.stream().map(Correlation::lockId).distinct().sorted().toList();
    h.createQuery("select count(*) from (select pg_advisory_xact_lock(k) from unnest(:ks) k) l")
        .bindArray("ks", Long.class, locks)
        .mapTo(Long.class)
        .one();
  }

  private static long lockId(String key) {
    return ByteBuffer.wrap(sha256().digest(key.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
