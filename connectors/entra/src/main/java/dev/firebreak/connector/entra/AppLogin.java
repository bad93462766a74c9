package dev.firebreak.connector.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the app gets its tokens: the client credentials flow
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
 */
record AppLogin(EntraSettings settings, VendorHttp http) {
  /** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
  private static final Pattern CODE = Pattern.compile("AADSTS[0-9]{4,8}");

  /** The request for a token. */
  Request request() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", settings.clientId());
    form.put("client_secret", settings.clientSecret().reveal());
    form.put("scope", settings.scope());
    return Request.form(
        EntraSettings.origin(settings.loginUrl())
            + Request.path("/{}/oauth2/v2.0/token", settings.tenant()),
        form);
  }

  /**
   * The application permissions in a new token's claim {@code roles}.
   * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
   *
   * @return empty where the token cannot be read: to us it is opaque by contract
   * @throws ActionFailure REFUSED where none is given, with Entra's error code
   */
  Optional<Set<String>> roles() throws ActionFailure {
    Request request = request();
    Response answer = ask(request);
    if (!answer.ok()) {
      throw answer.status() >= 500 || answer.status() == 429
          ? http.failure(request, answer, "asking for a token")
          : ActionFailure.refused(
              "no token for app "
                  + settings.clientId()
                  + " in tenant "
                  + settings.tenant()
                  + " (HTTP "
                  + answer.status()
                  + code(answer)
                  + "): check client-id, client-secret and its expiry, and tenant");
    }
    return payload(answer).map(AppLogin::roles);
  }

  private Response ask(Request request) throws ActionFailure {
    try {
      return http.exchange(request);
    } catch (ActionFailure e) {
      // Asking for a token changes nothing.
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("asking for a token: " + e.getMessage(), e)
          : e;
    }
  }

  private static String code(Response answer) {
    Matcher code = CODE.matcher(answer.text());
    return code.find() ? ", " + code.group() : "";
  }

  /** Read, not verified: it tells what we may do, and nobody is let in by it. */
  private static Optional<JsonNode> payload(Response answer) {
    try {
      String[] parts = Json.parse(answer.body()).path("access_token").asText("").split("\\.");
      byte[] json = parts.length == 3 ? Base64.getUrlDecoder().decode(parts[1]) : new byte[0];
      return Optional.of(Json.parse(new String(json, StandardCharsets.UTF_8)))
          .filter(JsonNode::isObject);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Set<String> roles(JsonNode payload) {
    Set<String> all = new TreeSet<>();
    payload.path("roles").forEach(r -> all.add(r.asText()));
    return all;
  }
}
