package dev.firebreak.access;

import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tokens for the API. Only a hash of each is kept; each ends, and may do no more than its account.
 * Safe for all threads.
 */
public final class Tokens {
  /** For whom nothing else is said. */
  public static final Duration USUAL_LIFE = Duration.ofDays(90);

  private static final Duration LONGEST_LIFE = Duration.ofDays(366);
  private static final Duration NOTED = Duration.ofMinutes(1);
  private static final String ALL = "*";

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  Tokens(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A token, without its secret.
   *
   * @param roles those of the account's that it carries; {@code *} for all
   */
  public record Token(
      String id,
      String subject,
      String label,
      List<String> roles,
      String createdBy,
      Instant createdAt,
      Instant expiresAt,
      Optional<Instant> lastUsedAt,
      boolean revoked) {}

  /** Its secret is shown this once. */
  public record Fresh(Token token, String secret) {}

  /**
   * @param roles names of roles, or {@code *} for all that the account has or will have
   * @throws AccessRefused when it would carry none, one the account does not have, or live too
   *     long; or more than the caller's own, which may carry less than his account has
   */
  public Fresh make(Account account, String label, List<String> roles, Duration life, Caller by) {
    if (account.subject().equals(by.subject())) {
      List<Role> wanted = roles.equals(List.of(ALL)) ? account.roles() : Role.all(roles);
      wanted.stream()
          .filter(r -> !by.has(r))
          .findFirst()
          .ifPresent(
              r -> {
                throw AccessRefused.forbidden(
                    "you are no " + r.key() + " here, so what you make cannot be either");
              });
    }
    return make(account, label, roles, life, by.subject(), fresh());
  }

  /** 256 random bits, with a beginning by which leaked ones are found. */
  public static String fresh() {
    return "fb_" + Secrets.random();
  }

  /** With a given secret. */
  public Fresh make(
      Account account, String label, List<String> roles, Duration life, String by, String secret) {
    String carried = carried(account, roles);
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
      throw AccessRefused.malformed("a token lives at most " + LONGEST_LIFE.toDays() + " days");
    }
    if (label.length() > 100) {
      throw AccessRefused.malformed("a label has at most 100 characters");
    }
    Instant now = clock.instant();
    Token token =
        new Token(
            Secrets.sha256(secret).substring(0, 12),
            account.subject(),
            label,
            List.of(carried.split(",")),
            by,
            now,
            now.plus(life),
            Optional.empty(),
            false);
    insert(token, carried, Secrets.sha256(secret));
    return new Fresh(token, secret);
  }

  private void insert(Token t, String carried, String hash) {
    database.inTransaction(
        h -> {
          h.createUpdate(
                  "insert into access_token (id, hash, subject, label, roles, created_by,"
                      + " created_at, expires_at) values (:id, :h, :s, :l, :r, :by, :at, :until)")
              .bind("id", t.id())
              .bind("h", hash)
              .bind("s", t.subject())
              .bind("l", t.label())
              .bind("r", carried)
              .bind("by", t.createdBy())
              .bind("at", Rows.at(t.createdAt()))
              .bind("until", Rows.at(t.expiresAt()))
              .execute();
          audit.record(t.createdBy(), "access.token-made", Optional.empty(), facts(t));
          return true;
        });
  }

  private static Map<String, Object> facts(Token t) {
    return Map.of(
        "token", t.id(),
        "subject", t.subject(),
        "label", t.label(),
        "roles", t.roles(),
        "expiresAt", t.expiresAt().toString());
  }

  private static String carried(Account account, List<String> roles) {
    if (roles.equals(List.of(ALL))) {
      return ALL;
    }
    if (roles.isEmpty()) {
      throw AccessRefused.malformed("a token without a role opens nothing; name its roles, or '*'");
    }
    for (Role role : Role.all(roles)) {
      if (!account.may(role)) {
        throw AccessRefused.forbidden(
            account.name() + " is no " + role.key() + " and can have no token as one");
      }
    }
    return Role.all(roles).stream().map(Role::key).collect(Collectors.joining(","));
  }

  /** Newest first. */
  public List<Token> list() {
    return database.read(
        h ->
            h.createQuery("select * from access_token order by created_at desc")
                .map((r, c) -> token(r))
                .list());
  }

  /**
   * @throws AccessRefused when there is none of this id
   */
  public Token find(String id) {
    return list().stream()
        .filter(t -> t.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> AccessRefused.unknown("there is no token '" + AccessRefused.shown(id) + "'"));
  }

  /** Ends a token. */
  public Token revoke(String id, String by) {
    return database.inTransaction(
        h -> {
          int done =
              h.createUpdate(
                      "update access_token set revoked_at = :at where id = :id and revoked_at is null")
                  .bind("at", Rows.at(clock.instant()))
                  .bind("id", id)
                  .execute();
          Token token = find(id);
          if (done == 1) {
            audit.record(by, "access.token-revoked", Optional.empty(), facts(token));
          }
          return token;
        });
  }

  private static Token token(ResultSet r) throws SQLException {
    return new Token(
        r.getString("id"),
        r.getString("subject"),
        r.getString("label"),
        List.of(r.getString("roles").split(",")),
        r.getString("created_by"),
        Rows.instant(r, "created_at"),
        Rows.instant(r, "expires_at"),
        Rows.maybeInstant(r, "last_used_at"),
        Rows.maybeInstant(r, "revoked_at").isPresent());
  }

  /** The token in force of this secret. */
  Optional<Token> holder(String secret) {
    Optional<Token> found =
        database.read(
            h ->
                h.createQuery(
                        "select t.* from access_token t join account a using (subject) where hash = :h"
                            + " and revoked_at is null and expires_at > :now and not a.disabled")
                    .bind("h", Secrets.sha256(secret))
                    .bind("now", Rows.at(clock.instant()))
                    .map((r, c) -> token(r))
                    .findOne());
    found.filter(this::isNoteworthy).ifPresent(this::note);
    return found;
  }

  private boolean isNoteworthy(Token t) {
    return t.lastUsedAt().filter(u -> u.plus(NOTED).isAfter(clock.instant())).isEmpty();
  }

  private void note(Token t) {
    database.inTransaction(
        h ->
            h.createUpdate("update access_token set last_used_at = :at where id = :id")
                .bind("at", Rows.at(clock.instant()))
                .bind("id", t.id())
                .execute());
  }

  static boolean carries(Token token, Role role) {
    return token.roles().contains(ALL) || token.roles().contains(role.key());
  }
}
