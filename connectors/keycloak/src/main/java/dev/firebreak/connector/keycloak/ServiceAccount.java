package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the client gets its tokens, and what they say
 * (https://www.keycloak.org/docs/latest/server_admin/#_service_accounts).
 */
record ServiceAccount(KeycloakSettings settings, VendorHttp http) {
  /** The request for a token, with the client credentials grant. */
  Request request() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", settings.clientId());
    form.put("client_secret", settings.clientSecret().reveal());
    return Request.form(
        Request.path("/realms/{}/protocol/openid-connect/token", settings.tokensFrom()), form);
  }

  /**
   * Now on Keycloak's clock, in whole seconds: when it says that it issued a new token. Its answers
   * carry no date.
   */
  Instant now() throws ActionFailure {
    JsonNode issued = claims().path("iat");
    if (!issued.isIntegralNumber() || !issued.canConvertToLong() || issued.longValue() <= 0) {
      throw ActionFailure.unavailable("a new token of Keycloak does not say when it was issued");
    }
    return Instant.ofEpochSecond(Math.min(issued.longValue(), Integer.MAX_VALUE));
  }

  /**
   * The roles in a new token that are about the realm: those of its client {@code
   * realm-management}, or of the client {@code <realm>-realm} where we are in another realm.
   *
   * @return empty where it has none, and where the client is set to lightweight access tokens
   */
  Set<String> roles() throws ActionFailure {
    boolean sameRealm = settings.tokensFrom().equals(settings.realm());
    String client = sameRealm ? "realm-management" : settings.realm() + "-realm";
    Set<String> all = new TreeSet<>();
    claims().path("resource_access").path(client).path("roles").forEach(r -> all.add(r.asText()));
    return all;
  }

  /** Read, not verified: nobody is let in by it. */
  private JsonNode claims() throws ActionFailure {
    String token = fresh().path("access_token").asText("");
    String[] parts = token.split("\\.");
    try {
      byte[] json = parts.length == 3 ? Base64.getUrlDecoder().decode(parts[1]) : new byte[0];
      return Json.parse(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw ActionFailure.unavailable("a new token of Keycloak cannot be read", e);
    }
  }

  private JsonNode fresh() throws ActionFailure {
    Request request = request();
    try {
      Response answer = http.exchange(request);
      if (!answer.ok()) {
        throw http.failure(request, answer, "asking for a token; " + Words.of(answer, settings));
      }
      return answer.json();
    } catch (ActionFailure e) {
      // Asking for a token changes nothing.
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("asking for a token: " + e.getMessage(), e)
          : e;
    }
  }
}
