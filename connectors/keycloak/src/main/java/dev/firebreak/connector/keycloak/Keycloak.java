package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.util.List;

/** One realm of a Keycloak server. */
final class Keycloak implements Connector {
  private final KeycloakSettings settings;
  private final Users users;
  private final UserLogOut logOut;
  private final RealmMeasures realm;
  private final KeycloakReadiness readiness;
  private final List<Action<?, ?>> actions;

  private Keycloak(KeycloakSettings settings, AdminApi api, ServiceAccount account, Clock clock) {
    AskedAt asked = new AskedAt(account, clock);
    this.settings = settings;
    this.users = new Users(api);
    this.logOut = new UserLogOut(users, asked);
    this.realm = new RealmMeasures(new Realm(api), account, asked);
    this.readiness = new KeycloakReadiness(api, new Realm(api), account);
    this.actions =
        List.of(logOutUser(), disableUser(), enableUser(), logOutRealm(), revokeRealmTokens());
  }

  static Keycloak of(KeycloakSettings settings, VendorHttp http, Clock clock) {
    ServiceAccount account = new ServiceAccount(settings, http);
    BearerTokens tokens = new BearerTokens(http, account::request, clock);
    return new Keycloak(settings, new AdminApi(settings, http, tokens), account, clock);
  }

  @Override
  public String name() {
    return "keycloak";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return readiness.ask();
  }

  private Action<Account, LoggedOut> logOutUser() {
    return Action.named("log-out-user", Account.class, LoggedOut.class, logOut::run)
        .description(
            "Ends all sessions of a user, makes every token issued to him until now invalid, and"
                + " revokes his offline tokens and the consents beside them; he can log in again.")
        .effect(Effect.CONTAIN)
        .on(Keycloak::target)
        .rehearsedBy(logOut::rehearse)
        .probedBy(logOut::observe)
        .deadline(UserLogOut.DEADLINE)
        .build();
  }

  private Action<Account, Switched> disableUser() {
    return Action.named("disable-user", Account.class, Switched.class, call -> turn(call, false))
        .description(
            "Disables a user: no log-in, no new tokens, and tokens he has are refused wherever"
                + " Keycloak is asked. His sessions stay and work again once he is enabled.")
        .effect(Effect.CONTAIN)
        .on(Keycloak::target)
        .probedBy(call -> observe(call, false))
        .undoneBy("enable-user", Call::input)
        .build();
  }

  private Action<Account, Switched> enableUser() {
    return Action.named("enable-user", Account.class, Switched.class, call -> turn(call, true))
        .description(
            "Enables a user, who can log in again; sessions that were not ended meanwhile go on.")
        .effect(Effect.RELEASE)
        .on(Keycloak::target)
        .probedBy(call -> observe(call, true))
        .build();
  }

  private Action<RealmName, Told> logOutRealm() {
    return Action.named("log-out-realm", RealmName.class, Told.class, realm::logOut)
        .description(
            "Ends all sessions of all users of the realm and makes every token issued until now"
                + " invalid; everybody has to log in again.")
        .effect(Effect.CONTAIN)
        .on(RealmMeasures::target)
        .rehearsedBy(call -> realm.rehearse("log out", call))
        .probedBy(realm::observe)
        .deadline(RealmMeasures.DEADLINE)
        .build();
  }

  private Action<RealmName, Told> revokeRealmTokens() {
    return Action.named("revoke-realm-tokens", RealmName.class, Told.class, realm::revokeTokens)
        .description(
            "Sets the realm's not-before to now and tells clients: every token and log-in cookie"
                + " issued until now is refused, so that everybody has to log in again.")
        .effect(Effect.CONTAIN)
        .on(RealmMeasures::target)
        .rehearsedBy(call -> realm.rehearse("revoke all tokens of", call))
        .probedBy(realm::observe)
        .deadline(RealmMeasures.DEADLINE)
        .build();
  }

  static Target target(Account account) {
    return new Target(TargetType.IDENTITY, account.user());
  }

  private Switched turn(Call<Account> call, boolean enabled) throws ActionFailure {
    KeycloakUser user = users.find(call.input());
    if (!enabled && settings.isOwnAccount(user.username())) {
      throw ActionFailure.refused(
          "user "
              + user.username()
              + " is this connector's own service account, which it does not disable");
    }
    if (user.enabled() == enabled) {
      return new Switched(user.id(), true);
    }
    users.setEnabled(user, enabled);
    return new Switched(user.id(), false);
  }

  private Observation observe(Call<Account> call, boolean wanted) throws ActionFailure {
    KeycloakUser user = users.find(call.input());
    String detail = "enabled=" + user.enabled();
    return user.enabled() == wanted ? Observation.holds(detail) : Observation.absent(detail);
  }
}
