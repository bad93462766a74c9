package dev.firebreak.connector.example;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/** A sender of flat JSON alerts that holds a shared secret. */
public final class ExampleSourceKind implements AlertSourceKind<ExampleSourceKind.Settings> {
  /** What an operator configures. */
  public record Settings(
      @Describe("16 characters or more; sent as a bearer token or as the last part of the URL.")
          Secret secret,
      @Describe("Accepted as well, while the secret is being replaced.")
          Optional<Secret> nextSecret) {}

  @Override
  public String kind() {
    return "example";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public AlertSource open(Settings settings) {
    return new ExampleSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
