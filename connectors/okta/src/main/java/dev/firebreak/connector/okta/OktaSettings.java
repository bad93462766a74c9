package dev.firebreak.connector.okta;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * One Okta organisation and how to sign in to its API.
 *
 * @param url the organisation's own address, never the Admin Console's
 * @param token an API token, or an OAuth 2.0 access token
 * @param authScheme {@code SSWS} or {@code Bearer}
 */
public record OktaSettings(
    @Describe("Address of the Okta organisation, for example https://acme.okta.com") URI url,
    @Describe("API token (SSWS) or OAuth 2.0 access token (Bearer)") Secret token,
    @Describe(
            value = "How the token is presented: SSWS for an API token, Bearer for OAuth 2.0",
            byDefault = "SSWS")
        String authScheme) {

  private static final Set<String> SCHEMES = Set.of("SSWS", "Bearer");

  public OktaSettings {
    String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    if (host.contains("-admin.okta")) {
      throw new IllegalArgumentException(
          "setting 'url' has the Admin Console's host '"
              + host
              + "'; the API is at the same name without '-admin'");
    }
    if (!token.keeps(t -> t.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
      throw new IllegalArgumentException(
          "setting 'token' has a space, line break or other character no Okta token has");
    }
    if (!SCHEMES.contains(authScheme)) {
      throw new IllegalArgumentException(
          "setting 'auth-scheme' must be SSWS or Bearer, got '" + authScheme + "'");
    }
  }

  /** The value of the Authorization header. */
  String authorization() {
    return authScheme + " " + token.reveal();
  }
}
