package dev.firebreak.connector.defender;

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

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

  public DefenderSettings {
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
    requireOrigin("login-url", loginUrl);
    requireOrigin("audience", audience);
  }

  /** Everything the app was given, which is the only scope an app-only token can have. */
  String scope() {
    return audience.toString().replaceAll("/+$", "") + "/.default";
  }

  private static void requireOrigin(String key, URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    boolean bare = path.matches("/?") && url.getRawQuery() == null && url.getRawUserInfo() == null;
    if (url.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be like https://login.microsoftonline.com, without a path");
    }
  }
}
