package dev.firebreak.alert.okta;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Settings of an Okta source.
 *
 * @param secret at least 16 characters, no blanks
 * @param nextSecret at least 16 characters, no blanks
 * @param ignoredActors logins, compared without regard to case
 */
public record OktaSettings(
    @Describe(
            "What Okta shows in the Authorization header, bare or as bearer token; at least 16"
                + " characters, no blanks")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            "Logins whose changes are no alerts: Firebreak's own account first of all; threats that"
                + " Okta sees are alerts all the same")
        List<String> ignoredActors) {
  public OktaSettings {
    withoutBlanks("secret", secret);
    nextSecret.ifPresent(s -> withoutBlanks("next-secret", s));
    ignoredActors = List.copyOf(ignoredActors);
  }

  private static void withoutBlanks(String setting, Secret secret) {
    if (secret.reveal().chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(setting + " must not have blanks in it");
    }
  }
}
