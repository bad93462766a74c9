package dev.firebreak.connector.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.Map;

/** What Vault is asked about entities. */
record Entities(VaultCalls vault) {
  /**
   * https://developer.hashicorp.com/vault/api-docs/secret/identity/entity#read-entity-by-id
   *
   * @throws ActionFailure REFUSED where there is no such entity
   */
  Entity entity(EntityId id) throws ActionFailure {
    String what = "reading entity " + id.entity();
    Request request = Request.get(Request.path("/v1/identity/entity/id/{}", id.entity()));
    Response answer = vault.read(request);
    if (answer.status() == 404 && VaultCalls.isEmptyList(answer)) {
      throw ActionFailure.refused(
          what + ": there is none with this id in the configured namespace");
    }
    JsonNode data = vault.data(request, answer, what);
    if (!data.path("id").asText("").equalsIgnoreCase(id.entity())
        || !data.path("disabled").isBoolean()) {
      throw ActionFailure.unavailable(what + ": the answer does not say 'disabled'");
    }
    return new Entity(
        VendorHttp.oneLine(data.path("name").asText("")), data.path("disabled").booleanValue());
  }

  /**
   * Changes {@code disabled} and nothing else of an entity.
   * https://developer.hashicorp.com/vault/api-docs/secret/identity/entity#update-entity-by-id
   */
  void setDisabled(EntityId id, boolean disabled) throws ActionFailure {
    vault.change(
        Request.json(
            "POST",
            Request.path("/v1/identity/entity/id/{}", id.entity()),
            Map.of("disabled", disabled)),
        (disabled ? "disabling" : "enabling") + " entity " + id.entity());
  }
}
