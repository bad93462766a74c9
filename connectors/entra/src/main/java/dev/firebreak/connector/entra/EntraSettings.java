package dev.firebreak.connector.entra;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

  public EntraSettings {
    if (!NAME.matcher(tenant).matches() || NO_TENANTS.contains(tenant.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "setting 'tenant' must be a tenant's id or domain name, got '" + tenant + "'");
    }
    if (!GUID.matcher(clientId).matches()) {
      throw new IllegalArgumentException(
          "setting 'client-id' must be the app's application (client) id, a GUID");
    }
    if (GUID.matcher(clientSecret.reveal()).matches()) {
      throw new IllegalArgumentException(
          "setting 'client-secret' is a GUID, so the id of a secret; its value is shown once, when"
              + " the secret is made");
    }
    withoutPath("graph-url", graphUrl);
    withoutPath("login-url", loginUrl);
  }

  private static void withoutPath(String key, URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    if (url.getHost() == null || !path.matches("/?") || url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be like https://graph.microsoft.com, without a path");
    }
  }

  /** Everything the app was granted at Graph. */
  String scope() {
    return origin(graphUrl) + "/.default";
  }

  static String origin(URI url) {
    return url.toString().replaceAll("/+$", "");
  }
}
