package dev.firebreak.access;

import dev.firebreak.alert.Alert;
import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns what somebody shows into who he is and what he may, as it is now: nothing is remembered, so
 * a revoked right is gone on all nodes with the next request. Safe for all threads.
 */
public final class AccessControl {
  private final Accounts accounts;
  private final Tokens tokens;
  private final Sessions sessions;
  private final BreakGlass glass;
  private final Aliases aliases;
  private final Tags tags;

  /**
   * @param tags what scopes may name
   * @param alarm takes the alert that is raised when somebody takes emergency rights
   */
  public AccessControl(
      Database database, Audit audit, Clock clock, Tags tags, Consumer<Alert> alarm) {
    Passwords passwords = new Passwords();
    this.tags = tags;
    this.accounts = new Accounts(database, audit, clock, passwords, tags);
    this.tokens = new Tokens(database, audit, clock);
    this.sessions =
        new Sessions(database, accounts, passwords, new SignInTries(database, clock), audit, clock);
    this.glass = new BreakGlass(database, audit, clock, alarm);
    this.aliases = new Aliases(database, audit);
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

  public Aliases aliases() {
    return aliases;
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
              return caller(account, Caller.Means.TOKEN, carried, Optional.empty());
            });
  }

  /**
   * Whose session this is; with a one-time password he may only change it.
   *
   * @param ofGroups what the groups of the identity provider are worth now
   */
  public Caller bySession(Sessions.Session session, Function<List<String>, List<Grant>> ofGroups) {
    if (session.vouched().isPresent()) {
      Sessions.Vouched who = session.vouched().get();
      List<Grant> grants = glass.opened(session.subject(), ofGroups.apply(who.groups()));
      return new Caller(
          session.subject(), who.name(), Caller.Means.SESSION, grants, session.signIn());
    }
    Account account = accounts.find(session.subject());
    return session.oneTimePassword()
        ? caller(account, Caller.Means.ONE_TIME_PASSWORD, List.of(), session.signIn())
        : caller(account, Caller.Means.SESSION, grants(account), session.signIn());
  }

  /**
   * Somebody whom an identity provider vouches for; empty when he is shut out here.
   *
   * @param grants from the provider's groups
   */
  public Optional<Caller> byProvider(
      String subject, String name, List<Grant> grants, Optional<Caller.SignIn> signIn) {
    return accounts.isShutOut(subject)
        ? Optional.empty()
        : Optional.of(
            new Caller(subject, name, Caller.Means.OIDC, glass.opened(subject, grants), signIn));
  }

  /** What an account may, tags spelled out, while no glass is broken. */
  public List<Grant> grants(Account account) {
    return tags.spelledOut(account.grants().stream().map(Account.Granted::grant).toList());
  }

  private Caller caller(
      Account account, Caller.Means means, List<Grant> grants, Optional<Caller.SignIn> signIn) {
    return new Caller(
        account.subject(), account.name(), means, glass.opened(account.subject(), grants), signIn);
  }
}
