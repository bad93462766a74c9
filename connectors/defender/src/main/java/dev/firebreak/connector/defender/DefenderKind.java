package dev.firebreak.connector.defender;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.util.Set;

/**
 * Microsoft Defender for Endpoint, by its own API
 * (https://learn.microsoft.com/defender-endpoint/api/apis-intro).
 */
public final class DefenderKind implements HttpConnectorKind<DefenderSettings> {
  @Override
  public String kind() {
    return "defender";
  }

  @Override
  public Class<DefenderSettings> settings() {
    return DefenderSettings.class;
  }

  /** The API, and the host that gives the tokens for it. */
  @Override
  public Endpoint endpoint(DefenderSettings settings) {
    Endpoint usual = Endpoint.at(settings.url());
    return new Endpoint(
        usual.base(),
        Set.of(settings.loginUrl().getHost()),
        usual.timeout(),
        usual.maxResponseBytes());
  }

  @Override
  public Connector open(DefenderSettings settings, VendorHttp http) {
    BearerTokens tokens = settings.app().tokens(http, settings.scope(), Clock.systemUTC());
    DefenderApi api = new DefenderApi(http, tokens);
    return new Defender(new Isolation(api), new AppPermissions(settings, tokens, api));
  }
}
