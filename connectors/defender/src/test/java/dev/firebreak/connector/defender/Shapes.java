package dev.firebreak.connector.defender;

import static dev.firebreak.testkit.Answers.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Defender's answers, in its shape with values of our own. */
final class Shapes {
  static final String MACHINE = "00aa11bb22cc33dd44ee55ff66778899aabbccdd";
  static final String TENANT = "treasury.example";
  static final String TOKEN_PATH = "/treasury\\.example/oauth2/v2\\.0/token";
  static final String ORDERS = "/api/machineactions";

  private Shapes() {}

  static ResponseDefinitionBuilder token(String... roles) {
    String claims =
        "{\"aud\":\"https://api.securitycenter.microsoft.com\",\"roles\":["
            + List.of(roles).stream().map(r -> "\"" + r + "\"").collect(Collectors.joining(","))
            + "]}";
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return json(
        200,
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"aGVhZA."
            + payload
            + ".c2ln\"}");
  }

  static String order(String type, String status, String scope, String created) {
    return order(MACHINE, type, status, scope, created);
  }

  static String order(String machine, String type, String status, String scope, String created) {
    return """
        {"id":"5a0f7c1e-%5$s","type":"%2$s","title":null,"requestor":"Firebreak",\
        "requestorComment":"c","status":"%3$s","machineId":"%1$s","computerDnsName":"signer-7",\
        "creationDateTimeUtc":"2026-03-01T%5$s:00:00.1234567Z","errorHResult":0,"scope":%4$s,\
        "externalId":null,"requestSource":"PublicApi","relatedFileInfo":null,"commands":[]}"""
        .formatted(machine, type, status, scope, created);
  }

  static ResponseDefinitionBuilder orders(String... orders) {
    return json(
        200,
        "{\"@odata.context\":\"https://api.security.microsoft.com/api/$metadata#MachineActions\","
            + "\"value\":["
            + String.join(",", orders)
            + "]}");
  }

  static ResponseDefinitionBuilder machine(String health) {
    return json(
        200,
        "{\"id\":\""
            + MACHINE
            + "\",\"computerDnsName\":\"signer-7.treasury.example\",\"osPlatform\":\"Windows11\","
            + "\"healthStatus\":\""
            + health
            + "\",\"onboardingStatus\":\"Onboarded\"}");
  }

  static ResponseDefinitionBuilder error(int status, String code, String message) {
    return json(
        status,
        "{\"error\":{\"code\":\""
            + code
            + "\",\"message\":\""
            + message
            + "\",\"target\":\"3f9c\"}}");
  }
}
