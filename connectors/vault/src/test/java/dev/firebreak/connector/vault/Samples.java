package dev.firebreak.connector.vault;

import static dev.firebreak.testkit.Answers.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.testkit.FakeVendor;

/** Vault's answers, in the shapes its documentation and its server have. */
final class Samples {
  static final String ACCESSOR = "Zk3WbQ7yTn1XvR5sLc9DfG2h";
  static final String ENTITY = "7d2e3179-f69b-450c-7179-ac8ee8bd8ca9";
  static final String LEASE = "database/creds/readonly/2f6a614c";

  private Samples() {}

  static ResponseDefinitionBuilder token(String accessor) {
    return json(
        200,
        """
        {"request_id":"1","data":{"accessor":"%s","creation_time":1772359200,"display_name":"ldap-ana",
        "entity_id":"%s","expire_time":"2026-03-01T12:00:00.123456789Z","id":"","orphan":true,
        "path":"auth/ldap/login/ana","policies":["default","trading"],"ttl":3456,"type":"service"}}
        """
            .formatted(accessor, ENTITY));
  }

  static ResponseDefinitionBuilder noAccessor() {
    return json(400, "{\"errors\":[\"1 error occurred:\\n\\t* invalid accessor\\n\\n\"]}");
  }

  static void self(FakeVendor vendor) {
    vendor.on(
        "GET",
        "/v1/auth/token/lookup-self",
        json(
            200,
            """
            {"data":{"accessor":"FireBreakOwnAccessor0001","display_name":"approle",
            "entity_id":"00000000-1111-2222-3333-444444444444","id":"hvs.unseen","path":"auth/approle/login",
            "policies":["default","firebreak"],"ttl":1200}}
            """));
  }

  static ResponseDefinitionBuilder lease(String id, String issued, long ttl) {
    return json(
        200,
        """
        {"data":{"id":"%s","issue_time":"%s","expire_time":"2026-03-01T12:00:00Z","last_renewal":null,
        "renewable":true,"ttl":%d}}
        """
            .formatted(id, issued, ttl));
  }

  static ResponseDefinitionBuilder noLease() {
    return json(400, "{\"errors\":[\"invalid lease\"]}");
  }

  static ResponseDefinitionBuilder keys(String... keys) {
    return json(200, "{\"data\":{\"keys\":[\"" + String.join("\",\"", keys) + "\"]}}");
  }

  /** 404 with this body: a list without entries, or an id nothing has. */
  static ResponseDefinitionBuilder nothing() {
    return json(404, "{\"errors\":[]}");
  }

  static ResponseDefinitionBuilder entity(boolean disabled) {
    return json(
        200,
        """
        {"data":{"id":"%s","name":"ana","disabled":%s,"aliases":[],"metadata":null,"policies":["trading"]}}
        """
            .formatted(ENTITY, disabled));
  }

  static ResponseDefinitionBuilder denied() {
    return json(403, "{\"errors\":[\"1 error occurred:\\n\\t* permission denied\\n\\n\"]}");
  }
}
