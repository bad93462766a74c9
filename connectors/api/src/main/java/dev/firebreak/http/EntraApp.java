package dev.firebreak.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An app registration of Microsoft Entra ID, which gets its tokens without a user
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). What is
 * wrong with a value is said by the name of its setting.
 *
 * @param tenant id or domain name; never {@code common} or the like, which name no tenant
 * @param clientId application (client) id, a GUID
 * @param clientSecret its value, not its id
 * @param loginUrl where tokens come from; national clouds have their own, see
 *     https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 */
public record EntraApp(String tenant, String clientId, Secret clientSecret, URI loginUrl) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

  /** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
  private static final Pattern CODE = Pattern.compile("AADSTS[0-9]{4,8}");

  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public EntraApp {
    if (!NAME.matcher(tenant).matches() || NO_TENANTS.contains(tenant.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "setting 'tenant' must be a tenant's id or domain name, got '" + tenant + "'");
    }
    if (!GUID.matcher(clientId).matches()) {
      throw new IllegalArgumentException(
          "setting 'client-id' must be the app's application (client) id, a GUID");
    }
    if (!clientSecret.keeps(s -> !GUID.matcher(s).matches())) {
      throw new IllegalArgumentException(
          "setting 'client-secret' is a GUID, so the id of a secret; its value is shown once, when"
              + " the secret is made");
    }
    requireOrigin("login-url", loginUrl, "https://login.microsoftonline.com");
  }

  /**
   * @param key the setting's name
   * @throws IllegalArgumentException where the URL has more than scheme, host and port
   */
  public static void requireOrigin(String key, URI url, String example) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    boolean bare =
        path.matches("/?")
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && url.getRawUserInfo() == null;
    if (url.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be like " + example + ", without a path");
    }
  }

  /** The URL without a slash at its end. */
  public static String origin(URI url) {
    return url.toString().replaceAll("/+$", "");
  }

  /** All that the app was given at an API: the only scope that an app's token can have. */
  public static String scope(URI audience) {
    return origin(audience) + "/.default";
  }

  /** Tokens for one API; the host of {@code loginUrl} is for the endpoint to allow. */
  public BearerTokens tokens(VendorHttp http, String scope, Clock clock) {
    return new BearerTokens(http, () -> request(scope), this::refusal, clock);
  }

  /**
   * The application permissions in the claim {@code roles} of a new token
   * (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
   *
   * @return empty where the token cannot be read
   * @throws ActionFailure as {@link BearerTokens#freshClaims}
   */
  public static Optional<Set<String>> roles(BearerTokens tokens) throws ActionFailure {
    return tokens.freshClaims().map(EntraApp::roles);
  }

  private static Set<String> roles(JsonNode claims) {
    Set<String> all = new TreeSet<>();
    for (JsonNode role : claims.path("roles")) {
      if (role.isTextual() && ROLE.matcher(role.textValue()).matches()) {
        all.add(role.textValue());
      }
    }
    return all;
  }

  private Request request(String scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", clientId);
    form.put("client_secret", clientSecret.reveal());
    form.put("scope", scope);
    return Request.form(origin(loginUrl) + Request.path("/{}/oauth2/v2.0/token", tenant), form);
  }

  private String refusal(Response answer) {
    Matcher code = CODE.matcher(answer.text());
    return "no token for app "
        + clientId
        + " in tenant "
        + tenant
        + " (HTTP "
        + answer.status()
        + (code.find() ? ", " + code.group() : "")
        + "): check client-id, client-secret and its expiry, and tenant";
  }
}
