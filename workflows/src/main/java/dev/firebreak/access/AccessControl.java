package dev.firebreak.access;

import dev.firebreak.alert.Alert;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns what somebody shows into who he is and what he may, as it is now: nothing is remembered, so
 * a revoked right is gone on all nodes with the next request. Safe for all threads.
 */
public final class AccessControl {
  private final Accounts accounts;
  private final Tokens tokens;
  private final Sessions sessions;
  private final BreakGlass glass;

  /**
   * @param alarm takes the alert that is raised when somebody takes emergency rights
   */
  public AccessControl(Database database, Audit audit, Clock clock, Consumer<Alert> alarm) {
    Passwords passwords = new Passwords();
    this.accounts = new Accounts(database, audit, clock, passwords);
    this.tokens = new Tokens(database, audit, clock);
    this.sessions =
        new Sessions(database, accounts, passwords, new SignInTries(database, clock), audit, clock);
    this.glass = new BreakGlass(database, audit, clock, alarm);
  }

  public Accounts accounts() {
    return accounts;
  }

  public Tokens tokens() {
    return tokens;
  }

  public Sessions sessions() {
    return sessions;
  }

  public BreakGlass glass() {
    return glass;
  }

  /** Who holds this token. */
  public Optional<Caller> byToken(String secret) {
    return tokens
        .holder(secret)
        .map(
            t -> {
              Account account = accounts.find(t.subject());
              List<Grant> carried =
                  grants(account).stream().filter(g -> Tokens.carries(t, g.role())).toList();
              return caller(account, Caller.Means.TOKEN, carried);
            });
  }

  /** Whose session this is; with a one-time password he may only change it. */
  public Caller bySession(Sessions.Session session) {
    Account account = accounts.find(session.subject());
    return session.oneTimePassword()
        ? caller(account, Caller.Means.ONE_TIME_PASSWORD, List.of())
        : caller(account, Caller.Means.SESSION, grants(account));
  }

  /**
   * Somebody whom an identity provider vouches for; empty when he is shut out here.
   *
   * @param grants from the provider's groups
   */
  public Optional<Caller> byProvider(String subject, String name, List<Grant> grants) {
    return accounts.isShutOut(subject)
        ? Optional.empty()
        : Optional.of(new Caller(subject, name, Caller.Means.OIDC, glass.opened(subject, grants)));
  }

  private static List<Grant> grants(Account account) {
    return account.grants().stream().map(Account.Granted::grant).toList();
  }

  private Caller caller(Account account, Caller.Means means, List<Grant> grants) {
    return new Caller(
        account.subject(), account.name(), means, glass.opened(account.subject(), grants));
  }
}
