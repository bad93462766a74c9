package dev.firebreak.connector.entra;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.EntraApp;
import java.net.URI;

/**
 * One tenant and the app that acts in it.
 *
 * @param tenant id or domain name; never {@code common} or the like, which name no tenant
 * @param graphUrl without {@code /v1.0}; national clouds have their own, see
 *     https://learn.microsoft.com/graph/deployments
 * @param loginUrl of the same cloud, see
 *     https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 */
public record EntraSettings(
    @Describe("Tenant: its id (a GUID) or one of its domain names.") String tenant,
    @Describe("Application (client) id of Firebreak's app registration.") String clientId,
    @Describe("Client secret of the app registration: its value, not its id.") Secret clientSecret,
    @Describe(
            value = "Microsoft Graph; national clouds have another one.",
            byDefault = "https://graph.microsoft.com")
        URI graphUrl,
    @Describe(
            value = "Where tokens come from; national clouds have another one.",
            byDefault = "https://login.microsoftonline.com")
        URI loginUrl) {

  public EntraSettings {
    EntraApp.requireOrigin("graph-url", graphUrl, "https://graph.microsoft.com");
    var unused = new EntraApp(tenant, clientId, clientSecret, loginUrl);
  }

  EntraApp app() {
    return new EntraApp(tenant, clientId, clientSecret, loginUrl);
  }

  /** Everything the app was granted at Graph. */
  String scope() {
    return EntraApp.scope(graphUrl);
  }
}
