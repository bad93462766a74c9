package dev.firebreak.connector.crowdstrike;

import static dev.firebreak.testkit.Answers.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

/** Falcon's answers, in its shape with values of our own. */
final class Shapes {
  static final String AID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
  static final String OTHER_AID = "ffeeddccbbaa99887766554433221100";
  static final String NAME = "signer-7.treasury.example";
  static final String DEVICES = "/devices/entities/devices/v2";
  static final String SEARCH = "/devices/queries/devices/v1";
  static final String ACTIONS = "/devices/entities/devices-actions/v2";
  private static final String META = "\"meta\":{\"query_time\":0.01,\"trace_id\":\"5c0f\"}";

  private Shapes() {}

  static ResponseDefinitionBuilder token() {
    return json(
        201, "{\"access_token\":\"bWFkZXVw\",\"token_type\":\"bearer\",\"expires_in\":1799}");
  }

  static String device(String aid, String name, String status) {
    return "{\"device_id\":\""
        + aid
        + "\",\"cid\":\"00112233445566778899aabbccddeeff\",\"hostname\":\""
        + name
        + "\",\"platform_name\":\"Linux\",\"last_seen\":\"2026-03-01T10:59:00Z\",\"status\":\""
        + status
        + "\"}";
  }

  static ResponseDefinitionBuilder resources(int status, String... resources) {
    return json(
        status, "{" + META + ",\"resources\":[" + String.join(",", resources) + "],\"errors\":[]}");
  }

  static ResponseDefinitionBuilder host(String status) {
    return resources(200, device(AID, NAME, status));
  }

  static ResponseDefinitionBuilder taken() {
    return resources(
        202, "{\"id\":\"" + AID + "\",\"path\":\"/devices/entities/devices/v1?ids=" + AID + "\"}");
  }

  static ResponseDefinitionBuilder error(int status, int code, String message) {
    return json(
        status,
        "{"
            + META
            + ",\"resources\":[],\"errors\":[{\"code\":"
            + code
            + ",\"message\":\""
            + message
            + "\",\"id\":\""
            + AID
            + "\"}]}");
  }
}
