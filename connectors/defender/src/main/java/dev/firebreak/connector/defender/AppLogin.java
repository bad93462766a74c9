package dev.firebreak.connector.defender;

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
 * How the app gets its tokens, without a user
 * (https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-webapp).
 */
record AppLogin(DefenderSettings settings, VendorHttp http) {
  /** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
  private static final Pattern CODE = Pattern.compile("AADSTS[0-9]{4,8}");

  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9.]{1,100}");

  /** The request for a token. */
  Request request() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", settings.clientId());
    form.put("client_secret", settings.clientSecret().reveal());
    form.put("scope", settings.scope());
    return Request.form(
        settings.loginUrl().toString().replaceAll("/+$", "")
            + Request.path("/{}/oauth2/v2.0/token", settings.tenant()),
        form);
  }

  /**
   * The application permissions in a new token's claim {@code roles}, where the page above tells to
   * look for them.
   *
   * @return empty where the token cannot be read
   * @throws ActionFailure REFUSED where none is given, with Entra's error code
   */
  Optional<Set<String>> roles() throws ActionFailure {
    Request request = request();
    Response answer = ask(request);
    if (answer.ok()) {
      return claims(answer).map(AppLogin::roles);
    }
    if (answer.status() >= 500 || answer.status() == 429) {
      throw ActionFailure.unavailable("no token: Entra answered HTTP " + answer.status());
    }
    throw ActionFailure.refused(
        "no token for app "
            + settings.clientId()
            + " in tenant "
            + settings.tenant()
            + " (HTTP "
            + answer.status()
            + code(answer)
            + "): check client-id, client-secret and its expiry, and tenant");
  }

  private Response ask(Request request) throws ActionFailure {
    try {
      return http.exchange(request);
    } catch (ActionFailure e) {
      // Asking for a token changes nothing.
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("no token: " + e.getMessage(), e)
          : e;
    }
  }

  private static String code(Response answer) {
    Matcher code = CODE.matcher(answer.text());
    return code.find() ? ", " + code.group() : "";
  }

  /** Read, not verified: it tells what we may do, and nobody is let in by it. */
  private static Optional<JsonNode> claims(Response answer) {
    try {
      String[] parts = Json.parse(answer.body()).path("access_token").asText("").split("\\.", -1);
      byte[] json = parts.length == 3 ? Base64.getUrlDecoder().decode(parts[1]) : new byte[0];
      return Optional.of(Json.parse(new String(json, StandardCharsets.UTF_8)))
          .filter(JsonNode::isObject);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
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
}
