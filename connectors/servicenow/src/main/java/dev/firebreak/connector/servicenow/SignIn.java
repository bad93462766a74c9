package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sends requests as the configured account. Safe for all threads. */
@FunctionalInterface
interface SignIn {
  /** As {@link VendorHttp#exchange}. */
  Response exchange(Request request) throws ActionFailure;

  static SignIn of(ServiceNowSettings settings, VendorHttp http, Clock clock) {
    Optional<Secret> secret = settings.clientSecret();
    if (secret.isPresent()) {
      String id = settings.clientId().orElse("");
      BearerTokens tokens = new BearerTokens(http, () -> token(id, secret.get()), clock);
      return tokens::exchange;
    }
    return request -> http.exchange(request.withHeader("Authorization", basic(settings)));
  }

  private static String basic(ServiceNowSettings settings) {
    String pair =
        settings.user().orElse("") + ":" + settings.password().map(Secret::reveal).orElse("");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * https://www.servicenow.com/docs/r/zurich/platform-security/authentication/client-credentials.html
   */
  private static Request token(String clientId, Secret secret) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", clientId);
    fields.put("client_secret", secret.reveal());
    return Request.form("/oauth_token.do", fields).withHeader("Accept", "application/json");
  }
}
