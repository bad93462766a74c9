package dev.firebreak.alert.slack;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a Slack source.
 *
 * @param secret the app's signing secret
 * @param nextSecret the same
 */
public record SlackSettings(
    @Describe("Signing secret of the app (Basic Information, App Credentials)") Secret secret,
    @Describe("A second signing secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {
  public SlackSettings {
    longEnough("secret", secret);
    nextSecret.ifPresent(s -> longEnough("next-secret", s));
  }

  private static void longEnough(String setting, Secret secret) {
    if (secret.reveal().length() < 16) {
      throw new IllegalArgumentException(setting + " must have at least 16 characters");
    }
  }
}
