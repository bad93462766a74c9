package dev.firebreak.alert.github;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a GitHub source.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 * @param loginFormat see {@link Logins}
 */
public record GitHubSettings(
    @Describe("The webhook's secret; at least 16 characters") Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            value =
                "How a GitHub login becomes an identity target: any text with {login} in it once,"
                    + " for example {login}@example.com",
            byDefault = "github:{login}")
        String loginFormat) {
  public GitHubSettings {
    longEnough("secret", secret);
    nextSecret.ifPresent(s -> longEnough("next-secret", s));
    Logins.check(loginFormat);
  }

  private static void longEnough(String setting, Secret secret) {
    if (secret.reveal().length() < 16) {
      throw new IllegalArgumentException(setting + " must have at least 16 characters");
    }
  }
}
