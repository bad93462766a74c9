package dev.firebreak.access;

import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who is known, and who may what. Every change is recorded as its author's; nobody changes what he
 * himself may, and one people-admin is always left. Safe for all threads.
 */
public final class Accounts {
  private static final Duration FIRST_SIGN_IN = Duration.ofDays(3);

  /** Of PostgreSQL's advisory locks: changes of grants wait for each other. */
  private static final long GRANTS_LOCK = 0x66626772616E74L;

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Passwords passwords;
  private final Tags tags;

  Accounts(Database database, Audit audit, Clock clock, Passwords passwords, Tags tags) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.passwords = passwords;
    this.tags = tags;
  }

  /**
   * @throws AccessRefused when the name is not 1 to 64 letters, digits, dots, hyphens, underscores
   *     or @, is taken, or a role is not for such an account
   */
  public Account add(String name, Account.Kind kind, List<Grant> grants, String by) {
    if (!name.matches("[A-Za-z0-9._@-]{1,64}")) {
      throw AccessRefused.malformed(
          "a name has 1 to 64 letters, digits, '.', '-', '_' or '@', got '"
              + AccessRefused.shown(name)
              + "'");
    }
    String subject = Account.subject(kind, name);
    return database.inTransaction(
        h -> {
          if (!inserted(h, subject, kind, name)) {
            throw AccessRefused.conflict("there is an account '" + name + "' already");
          }
          String what = kind == Account.Kind.SERVICE ? "service.added" : "person.added";
          audit.record(
              by,
              what,
              Optional.empty(),
              Map.of("name", name, "grants", grants.stream().map(Grant::toString).toList()));
          grants.forEach(g -> insert(h, subject, kind, g, by));
          return find(name);
        });
  }

  private boolean inserted(Handle h, String subject, Account.Kind kind, String name) {
    return h.createUpdate(
                "insert into account (subject, kind, name, created_at) values (:s, :k, :n, :at)"
                    + " on conflict do nothing")
            .bind("s", subject)
            .bind("k", kind.name())
            .bind("n", name)
            .bind("at", Rows.at(clock.instant()))
            .execute()
        == 1;
  }

  private void insert(Handle h, String subject, Account.Kind kind, Grant grant, String by) {
    if (kind == Account.Kind.SERVICE && grant.role().forPeopleOnly()) {
      throw AccessRefused.malformed(
          "the role " + grant.role().key() + " is for people, not for service accounts");
    }
    if (kind == Account.Kind.FEDERATED) {
      throw AccessRefused.conflict("the roles of this account come from its identity provider");
    }
    tags.demandKnown(grant.scope());
    h.createUpdate(
            "insert into role_grant (subject, role, scope, granted_by, granted_at)"
                + " values (:s, :r, :c, :by, :at) on conflict do nothing")
        .bind("s", subject)
        .bind("r", grant.role().key())
        .bind("c", grant.scope().text())
        .bind("by", by)
        .bind("at", Rows.at(clock.instant()))
        .execute();
  }

  /** Gives roles. Nobody gives any to himself. */
  public Account grant(String name, List<Grant> grants, Caller by) {
    return changed(
        name,
        by,
        "access.granted",
        grants,
        (h, account) -> {
          notOneself(account, by, "nobody grants himself a role; ask another people-admin");
          grants.forEach(g -> insert(h, account.subject(), account.kind(), g, by.subject()));
        });
  }

  /** Takes roles away. */
  public Account revoke(String name, List<Grant> grants, Caller by) {
    return changed(
        name,
        by,
        "access.revoked",
        grants,
        (h, account) -> grants.forEach(g -> delete(h, account, g)));
  }

  private static void delete(Handle h, Account account, Grant grant) {
    int gone =
        h.createUpdate("delete from role_grant where subject = :s and role = :r and scope = :c")
            .bind("s", account.subject())
            .bind("r", grant.role().key())
            .bind("c", grant.scope().text())
            .execute();
    if (gone == 0) {
      throw AccessRefused.conflict(account.name() + " is not " + grant);
    }
  }

  /** Shuts an account out at once: tokens and sessions end, grants stay for when it comes back. */
  public Account disable(String name, Caller by) {
    return changed(
        name,
        by,
        "access.disabled",
        List.of(),
        (h, account) -> {
          disabled(h, account, true);
          endSessions(h, account.subject());
          h.createUpdate(
                  "update access_token set revoked_at = :at where subject = :s and revoked_at is"
                      + " null")
              .bind("at", Rows.at(clock.instant()))
              .bind("s", account.subject())
              .execute();
        });
  }

  /** Lets an account in again; its tokens stay revoked. */
  public Account enable(String name, Caller by) {
    return changed(
        name,
        by,
        "access.enabled",
        List.of(),
        (h, account) -> {
          notOneself(account, by, "you are not shut out");
          disabled(h, account, false);
        });
  }

  private static void disabled(Handle h, Account account, boolean disabled) {
    h.createUpdate("update account set disabled = :d where subject = :s")
        .bind("d", disabled)
        .bind("s", account.subject())
        .execute();
  }

  /**
   * A one-time password, good for three days; whatever password there was ends, and all sessions.
   */
  public String newPassword(String name, String by) {
    String password = Secrets.typeable();
    String hash = passwords.hash(password);
    Account account = find(name);
    if (account.kind() != Account.Kind.PERSON) {
      throw AccessRefused.conflict("only people with an account here sign in by password");
    }
    if (account.subject().equals(by)) {
      throw AccessRefused.forbidden("change your own password with the one you have");
    }
    database.inTransaction(
        h -> {
          password(h, account.subject(), hash, true);
          audit.record(
              by, "access.password-reset", Optional.empty(), Map.of("name", account.name()));
          return true;
        });
    return password;
  }

  void password(Handle h, String subject, String hash, boolean oneTime) {
    h.createUpdate("update account set password = :p, password_until = :u where subject = :s")
        .bind("p", hash)
        .bind("u", oneTime ? Rows.at(clock.instant().plus(FIRST_SIGN_IN)) : null)
        .bind("s", subject)
        .execute();
    endSessions(h, subject);
  }

  private static void endSessions(Handle h, String subject) {
    h.createUpdate("delete from session where subject = :s").bind("s", subject).execute();
  }

  @FunctionalInterface
  private interface Change {
    void of(Handle h, Account account);
  }

  private Account changed(String name, Caller by, String kind, List<Grant> grants, Change change) {
    return database.inTransaction(
        h -> {
          h.execute("select pg_advisory_xact_lock(?)", GRANTS_LOCK);
          Account account = find(name);
          change.of(h, account);
          if (account.may(Role.PEOPLE_ADMIN) && isNobodyLeft(h)) {
            throw AccessRefused.conflict(
                "somebody has to look after accounts; make another one people-admin first");
          }
          List<String> what = grants.stream().map(Grant::toString).toList();
          audit.record(
              by.subject(),
              kind,
              Optional.empty(),
              Map.of("name", account.name(), "subject", account.subject(), "grants", what));
          return find(name);
        });
  }

  private static boolean isNobodyLeft(Handle h) {
    return h.createQuery(
                "select count(*) from role_grant g join account a using (subject)"
                    + " where g.role = :r and not a.disabled")
            .bind("r", Role.PEOPLE_ADMIN.key())
            .mapTo(Long.class)
            .one()
        == 0;
  }

  private static void notOneself(Account account, Caller by, String message) {
    if (account.subject().equals(by.subject())) {
      throw AccessRefused.forbidden(message);
    }
  }

  /**
   * @param name or subject
   * @throws AccessRefused when there is none such
   */
  public Account find(String name) {
    return database
        .read(
            h ->
                h.createQuery("select * from account where name = :n or subject = :n")
                    .bind("n", name)
                    .map((r, c) -> account(h, r))
                    .findOne())
        .orElseThrow(
            () -> AccessRefused.unknown("there is no account '" + AccessRefused.shown(name) + "'"));
  }

  /** All, by name. */
  public List<Account> list() {
    return database.read(
        h ->
            h.createQuery("select * from account order by name")
                .map((r, c) -> account(h, r))
                .list());
  }

  private static Account account(Handle h, ResultSet r) throws SQLException {
    String subject = r.getString("subject");
    boolean oneTime = Rows.maybeInstant(r, "password_until").isPresent();
    return new Account(
        subject,
        Account.Kind.valueOf(r.getString("kind")),
        r.getString("name"),
        r.getBoolean("disabled"),
        Rows.maybe(r, "password").isPresent(),
        oneTime,
        Rows.instant(r, "created_at"),
        granted(h, subject));
  }

  private static List<Account.Granted> granted(Handle h, String subject) {
    return h.createQuery("select * from role_grant where subject = :s order by role, scope")
        .bind("s", subject)
        .map(
            (r, c) ->
                new Account.Granted(
                    new Grant(Role.of(r.getString("role")), new Scope(r.getString("scope"))),
                    r.getString("granted_by"),
                    Rows.instant(r, "granted_at")))
        .list();
  }

  /**
   * Makes sure that somebody whom a provider vouches for can be named and shut out here.
   *
   * @return whether he is shut out
   */
  boolean isShutOut(String federated) {
    Optional<Boolean> known =
        database.read(
            h ->
                h.createQuery("select disabled from account where subject = :s")
                    .bind("s", federated)
                    .mapTo(Boolean.class)
                    .findOne());
    if (known.isEmpty()) {
      database.inTransaction(h -> inserted(h, federated, Account.Kind.FEDERATED, federated));
    }
    return known.orElse(false);
  }
}
