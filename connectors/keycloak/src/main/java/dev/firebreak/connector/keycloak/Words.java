package dev.firebreak.connector.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.List;
import java.util.stream.Collectors;

/** What Keycloak says in an error answer. */
final class Words {
  private Words() {}

  /**
   * As one line, without our secret. There are three shapes: {@code {error, error_description}},
   * {@code {errorMessage, field}} and {@code {errors: [{errorMessage, field}]}}; see
   * ErrorRepresentation at https://www.keycloak.org/docs-api/latest/rest-api/index.html
   */
  static String of(Response answer, KeycloakSettings settings) {
    try {
      JsonNode body = Json.parse(answer.body());
      String all = texts(body);
      for (JsonNode error : body.path("errors")) {
        all = (all + " " + texts(error)).strip();
      }
      return VendorHttp.oneLine(all.replace(settings.clientSecret().reveal(), "(secret)"));
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static String texts(JsonNode body) {
    return List.of("error", "error_description", "errorMessage", "field").stream()
        .map(name -> body.path(name).asText(""))
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .collect(Collectors.joining(" "));
  }
}
