package dev.firebreak.connector.defender;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.EntraApp;
import java.net.URI;

/**
 * One tenant and the app that acts in it.
 *
 * @param tenant id or domain name; never {@code common} or the like, which name no tenant
 * @param url nearer servers and those of government clouds are listed at
 *     https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list and
 *     https://learn.microsoft.com/defender-endpoint/gov
 * @param audience what tokens are asked for; the same for all commercial regions
 */
public record DefenderSettings(
    @Describe("Tenant: its id (a GUID) or one of its domain names.") String tenant,
    @Describe("Application (client) id of Firebreak's app registration.") String clientId,
    @Describe("Client secret of the app registration: its value, not its id.") Secret clientSecret,
    @Describe(
            value = "The Defender for Endpoint API; regions and government clouds have others.",
            byDefault = "https://api.security.microsoft.com")
        URI url,
    @Describe(
            value = "Where tokens come from; government clouds have another one.",
            byDefault = "https://login.microsoftonline.com")
        URI loginUrl,
    @Describe(
            value = "What tokens are asked for; government clouds have another one.",
            byDefault = "https://api.securitycenter.microsoft.com")
        URI audience) {

  public DefenderSettings {
    var unused = new EntraApp(tenant, clientId, clientSecret, loginUrl);
    EntraApp.requireOrigin("audience", audience, "https://api.securitycenter.microsoft.com");
  }

  /**
   * Tokens are got as
   * https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-webapp says.
   */
  EntraApp app() {
    return new EntraApp(tenant, clientId, clientSecret, loginUrl);
  }

  /** Everything the app was given, which is the only scope an app-only token can have. */
  String scope() {
    return EntraApp.scope(audience);
  }
}
