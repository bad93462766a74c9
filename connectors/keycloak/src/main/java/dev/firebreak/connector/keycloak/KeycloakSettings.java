package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One realm, and the client whose service account acts in it.
 *
 * @param url without {@code /realms} or {@code /admin}; servers before 17 have {@code /auth} at its
 *     end
 * @param clientRealm where the client is, if not in the realm itself
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 */
public record KeycloakSettings(
    @Describe("Address of Keycloak, for example https://sso.acme.example") URI url,
    @Describe("Realm whose users and sessions it acts on.") String realm,
    @Describe("Client id of Firebreak's client, which has a service account.") String clientId,
    @Describe("Secret of that client.") Secret clientSecret,
    @Describe("Realm the client is in, where that is another one, for example master.")
        Optional<String> clientRealm,
    @Describe(
            "Certificate of Keycloak's authority in PEM, best as file:PATH; the only one trusted"
                + " then.")
        Optional<Secret> caCertificate) {

  private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Z}/\\\\?#%;]{1,255}");

  public KeycloakSettings {
    name("realm", realm);
    name("client-realm", clientRealm.orElse(realm));
    if (clientId.isBlank()) {
      throw new IllegalArgumentException("setting 'client-id' must not be blank");
    }
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    if (path.contains("/realms") || path.contains("/admin")) {
      throw new IllegalArgumentException(
          "setting 'url' must be Keycloak's own address like https://sso.acme.example, without"
              + " /realms or /admin");
    }
  }

  private static void name(String key, String value) {
    if (!NAME.matcher(value).matches() || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be the name of a realm, got '" + value + "'");
    }
  }

  String tokensFrom() {
    return clientRealm.orElse(realm);
  }

  /**
   * Whether a user of the realm is the account we act as.
   * https://www.keycloak.org/docs/latest/server_admin/#_service_accounts
   */
  boolean isOwnAccount(String username) {
    return tokensFrom().equals(realm)
        && username.equals("service-account-" + clientId.toLowerCase(Locale.ROOT));
  }
}
