package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What hits every user of the realm. */
record RealmMeasures(Realm realm, ServiceAccount account, AskedAt asked) {
  static final Duration DEADLINE = Duration.ofMinutes(2);

  static Target target(RealmName name) {
    return new Target(TargetType.PLATFORM, name.realm());
  }

  Told logOut(Call<RealmName> call) throws ActionFailure {
    named(call.input());
    return realm.logOutAll();
  }

  /**
   * Sets the realm's not-before to now on Keycloak's own clock: a later time would keep everybody
   * out, an earlier one leave tokens alive. It is never set back. That not every client could be
   * told does not undo it, and so is no failure.
   */
  Told revokeTokens(Call<RealmName> call) throws ActionFailure {
    named(call.input());
    Instant now = account.now();
    if (realm.notBefore().isBefore(now)) {
      realm.setNotBefore(now);
    }
    try {
      return realm.pushRevocation();
    } catch (ActionFailure e) {
      return new Told(List.of(), List.of(e.getMessage()));
    }
  }

  Preview rehearse(String would, Call<RealmName> call) throws ActionFailure {
    named(call.input());
    Realm.Open open = realm.open();
    String sentence =
        "would %s realm %s: %d online and %d offline sessions at %d clients; every user has to log in again"
            .formatted(would, call.input().realm(), open.online(), open.offline(), open.clients());
    return new Preview(sentence, open.all(), List.of(target(call.input())));
  }

  /** Both measures set the realm's not-before, and nothing else but people does. */
  Observation observe(Call<RealmName> call) throws ActionFailure {
    named(call.input());
    Instant notBefore = realm.notBefore();
    String detail = "realm not-before=" + notBefore;
    return notBefore.isBefore(asked.of(call, DEADLINE))
        ? Observation.absent(detail)
        : Observation.holds(detail);
  }

  private void named(RealmName name) throws ActionFailure {
    String own = realm.api().settings().realm();
    if (!name.realm().equals(own)) {
      throw ActionFailure.badInput(
          "input 'realm' is '" + name.realm() + "', but this connector is for realm '" + own + "'");
    }
  }
}
