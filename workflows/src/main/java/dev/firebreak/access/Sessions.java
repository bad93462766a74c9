package dev.firebreak.access;

import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Json;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signed-in browsers. Of a cookie only the hash is kept. A session ends an hour after its last use,
 * twelve hours after it began, and with a new password. Safe for all threads.
 */
public final class Sessions {
  /** The longest a session lasts. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** The same where groups come from an identity provider: so long they count as they were. */
  public static final Duration LONGEST_VOUCHED = Duration.ofHours(4);

  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration NOTED = Duration.ofMinutes(1);

  private final Database database;
  private final Accounts accounts;
  private final Passwords passwords;
  private final SignInTries tries;
  private final Audit audit;
  private final Clock clock;

  Sessions(
      Database database,
      Accounts accounts,
      Passwords passwords,
      SignInTries tries,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.passwords = passwords;
    this.tries = tries;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param cookie the secret, for the cookie alone
   * @param csrf shown in a header by every request that changes something
   */
  public record Opened(String cookie, String csrf, Instant expiresAt, boolean oneTimePassword) {}

  /**
   * A session in force.
   *
   * @param vouched where an identity provider says who it is
   */
  public record Session(
      String hash,
      String subject,
      String csrf,
      Instant expiresAt,
      boolean oneTimePassword,
      Optional<Vouched> vouched,
      Optional<Caller.SignIn> signIn) {}

  /**
   * What an identity provider said when somebody signed in.
   *
   * @param name for people to read
   * @param groups those that are known here
   */
  public record Vouched(String name, List<String> groups) {
    public Vouched {
      groups = List.copyOf(groups);
    }
  }

  private record Login(String subject, String password, Optional<Instant> until) {}

  /**
   * Signs in.
   *
   * @param address the peer's, for slowing down guesses
   * @return empty when name and password do not belong together, whatever the reason
   */
  public Optional<Opened> open(String name, String password, String address) throws TooManyTries {
    tries.count(name, address);
    Optional<Login> known = login(name);
    boolean right = passwords.isRight(password, known.map(Login::password));
    if (!right || known.isEmpty() || isOver(known.get())) {
      return Optional.empty();
    }
    tries.succeeded(name, address);
    return Optional.of(begin(known.get(), address));
  }

  private Optional<Login> login(String name) {
    return database.read(
        h ->
            h.createQuery(
                    "select subject, password, password_until from account where name = :n"
                        + " and kind = 'PERSON' and not disabled and password is not null")
                .bind("n", name)
                .map(
                    (r, c) ->
                        new Login(
                            r.getString("subject"),
                            r.getString("password"),
                            Rows.maybeInstant(r, "password_until")))
                .findOne());
  }

  private boolean isOver(Login login) {
    return login.until().filter(u -> !clock.instant().isBefore(u)).isPresent();
  }

  private Opened begin(Login login, String address) {
    Instant now = clock.instant();
    Opened opened =
        new Opened(
            Secrets.random(), Secrets.random(), now.plus(LONGEST), login.until().isPresent());
    Caller.SignIn signIn = new Caller.SignIn(now, Optional.empty());
    return begin(opened, login.subject(), Optional.empty(), Optional.of(signIn), address);
  }

  /**
   * Signs in somebody whom an identity provider vouches for and who is not shut out here.
   *
   * @param signIn when and how he showed the provider who he is, where it says so
   */
  public Opened open(
      String subject, Vouched vouched, Optional<Caller.SignIn> signIn, String address) {
    Instant until = clock.instant().plus(LONGEST_VOUCHED);
    Opened opened = new Opened(Secrets.random(), Secrets.random(), until, false);
    return begin(opened, subject, Optional.of(vouched), signIn, address);
  }

  private Opened begin(
      Opened opened,
      String subject,
      Optional<Vouched> vouched,
      Optional<Caller.SignIn> signIn,
      String address) {
    Instant now = clock.instant();
    database.inTransaction(
        h -> {
          h.createUpdate("delete from session where expires_at <= :now")
              .bind("now", Rows.at(now))
              .execute();
          h.createUpdate(
                  "insert into session (hash, subject, csrf, address, created_at, expires_at,"
                      + " seen_at, name, groups, signed_in_at, acr) values (:h, :s, :c, :a, :now,"
                      + " :until, :now, :n, cast(:g as jsonb), :in, :acr)")
              .bind("h", Secrets.sha256(opened.cookie()))
              .bind("s", subject)
              .bind("c", opened.csrf())
              .bind("a", address)
              .bind("now", Rows.at(now))
              .bind("until", Rows.at(opened.expiresAt()))
              .bind("n", vouched.map(Vouched::name).orElse(null))
              .bind("g", vouched.map(v -> Json.write(v.groups())).orElse(null))
              .bind("in", signIn.map(i -> Rows.at(i.at())).orElse(null))
              .bind("acr", signIn.flatMap(Caller.SignIn::acr).orElse(null))
              .execute();
          audit.record(subject, "access.signed-in", Optional.empty(), facts(address, signIn));
          return true;
        });
    return opened;
  }

  private static Map<String, Object> facts(String address, Optional<Caller.SignIn> signIn) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("address", address);
    signIn.flatMap(Caller.SignIn::acr).ifPresent(a -> facts.put("acr", a));
    return facts;
  }

  /** The session in force of a cookie. */
  public Optional<Session> of(String cookie) {
    Instant now = clock.instant();
    String hash = Secrets.sha256(cookie);
    Optional<Session> found =
        database.read(
            h ->
                h.createQuery(
                        "select s.*, a.password_until from session s join account a using (subject)"
                            + " where hash = :h and expires_at > :now and seen_at > :idle"
                            + " and not a.disabled")
                    .bind("h", hash)
                    .bind("now", Rows.at(now))
                    .bind("idle", Rows.at(now.minus(IDLE)))
                    .map((r, c) -> session(hash, r))
                    .findOne());
    found.ifPresent(s -> note(hash, now));
    return found;
  }

  private static Session session(String hash, ResultSet r) throws SQLException {
    Optional<String> name = Rows.maybe(r, "name");
    List<String> groups = name.isPresent() ? Rows.strings(r, "groups") : List.of();
    Optional<String> acr = Rows.maybe(r, "acr");
    return new Session(
        hash,
        r.getString("subject"),
        r.getString("csrf"),
        Rows.instant(r, "expires_at"),
        Rows.maybeInstant(r, "password_until").isPresent(),
        name.map(n -> new Vouched(n, groups)),
        Rows.maybeInstant(r, "signed_in_at").map(at -> new Caller.SignIn(at, acr)));
  }

  private void note(String hash, Instant now) {
    database.inTransaction(
        h ->
            h.createUpdate("update session set seen_at = :now where hash = :h and seen_at < :old")
                .bind("now", Rows.at(now))
                .bind("h", hash)
                .bind("old", Rows.at(now.minus(NOTED)))
                .execute());
  }

  /**
   * Somebody with a password shows once more who he is.
   *
   * @return when that was; empty when it is another password
   * @throws AccessRefused where he signs in at an identity provider
   */
  public Optional<Instant> signInAgain(Session session, String password, String address)
      throws TooManyTries {
    if (session.vouched().isPresent()) {
      throw AccessRefused.conflict(
          "you sign in at your identity provider; do that again from the sign-in page");
    }
    String name = accounts.find(session.subject()).name();
    tries.count(name, address);
    if (!passwords.isRight(password, login(name).map(Login::password))) {
      return Optional.empty();
    }
    tries.succeeded(name, address);
    Instant now = clock.instant();
    database.inTransaction(
        h -> {
          audit.record(
              session.subject(),
              "access.signed-in-again",
              Optional.empty(),
              Map.of("address", address));
          return h.createUpdate("update session set signed_in_at = :now where hash = :h")
              .bind("now", Rows.at(now))
              .bind("h", session.hash())
              .execute();
        });
    return Optional.of(now);
  }

  /** Signs out. */
  public void close(String cookie) {
    database.inTransaction(
        h ->
            h.createUpdate("delete from session where hash = :h")
                .bind("h", Secrets.sha256(cookie))
                .execute());
  }

  /**
   * Changes the caller's password; all his sessions end.
   *
   * @throws AccessRefused when the old one is wrong, or the new one is too short or no other
   */
  public void changePassword(Caller by, String old, String fresh, String address)
      throws TooManyTries {
    Account account = accounts.find(by.subject());
    Passwords.check(fresh);
    tries.count(account.name(), address);
    Optional<String> hash = login(account.name()).map(Login::password);
    if (!passwords.isRight(old, hash)) {
      throw AccessRefused.forbidden("the password you have is another one");
    }
    if (old.equals(fresh)) {
      throw AccessRefused.malformed("the new password must be another one");
    }
    tries.succeeded(account.name(), address);
    String stored = passwords.hash(fresh);
    database.inTransaction(
        h -> {
          accounts.password(h, by.subject(), stored, false);
          audit.record(by.subject(), "access.password-changed", Optional.empty(), Map.of());
          return true;
        });
  }
}
