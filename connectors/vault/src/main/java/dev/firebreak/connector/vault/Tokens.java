package dev.firebreak.connector.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What Vault is asked about tokens. */
record Tokens(VaultCalls vault) {
  private static final String NO_ACCESSOR = "invalid accessor";
  private static final String NO_TOKEN = "bad token";

  /**
   * The connector's own token:
   * https://developer.hashicorp.com/vault/api-docs/auth/token#lookup-a-token-self
   */
  HeldToken self() throws ActionFailure {
    Request request = Request.get("/v1/auth/token/lookup-self");
    return held(
        vault.data(request, vault.read(request), "reading our own token"), "reading our own token");
  }

  /**
   * https://developer.hashicorp.com/vault/api-docs/auth/token#lookup-a-token-accessor
   *
   * @return empty where no token has this accessor (any more)
   */
  Optional<HeldToken> token(Accessor accessor) throws ActionFailure {
    String what = "looking up accessor " + accessor.accessor();
    Request request =
        Request.json(
            "POST", "/v1/auth/token/lookup-accessor", Map.of("accessor", accessor.accessor()));
    Response answer = vault.read(request);
    if (gone(answer)) {
      return Optional.empty();
    }
    HeldToken token = held(vault.data(request, answer, what), what);
    if (!token.accessor().equals(accessor.accessor())) {
      throw ActionFailure.unavailable(what + ": the answer is about another token");
    }
    return Optional.of(token);
  }

  /**
   * Revokes a token, its children and all their leases.
   * https://developer.hashicorp.com/vault/api-docs/auth/token#revoke-a-token-accessor
   */
  void revoke(Accessor accessor) throws ActionFailure {
    vault.change(
        Request.json(
            "POST", "/v1/auth/token/revoke-accessor", Map.of("accessor", accessor.accessor())),
        "revoking accessor " + accessor.accessor());
  }

  /**
   * What our token may do, by path.
   * https://developer.hashicorp.com/vault/api-docs/system/capabilities-self
   */
  Map<String, Set<String>> capabilities(List<String> paths) throws ActionFailure {
    String what = "asking what our token may do";
    Request request = Request.json("POST", "/v1/sys/capabilities-self", Map.of("paths", paths));
    JsonNode data = vault.data(request, vault.read(request), what);
    Map<String, Set<String>> all = new LinkedHashMap<>();
    for (String path : paths) {
      if (!data.path(path).isArray()) {
        throw ActionFailure.unavailable(what + ": the answer leaves out " + path);
      }
      Set<String> may = new TreeSet<>();
      data.path(path).forEach(c -> may.add(c.asText()));
      all.put(path, may);
    }
    return all;
  }

  /**
   * 400 where nothing has the accessor, 403 where what it led to is gone; but 403 is also said of
   * our own token, which must not be taken for the end of the other: looking up our own fails then.
   */
  private boolean gone(Response answer) throws ActionFailure {
    List<String> errors = vault.errors(answer);
    if (answer.status() == 403 && VaultCalls.says(errors, NO_TOKEN)) {
      var ours = self();
      return !ours.path().isEmpty();
    }
    return answer.status() == 400 && VaultCalls.says(errors, NO_ACCESSOR);
  }

  private static HeldToken held(JsonNode data, String what) throws ActionFailure {
    if (!data.path("accessor").isTextual() || !data.path("path").isTextual()) {
      throw ActionFailure.unavailable(what + ": the answer has no accessor and path");
    }
    return new HeldToken(
        data.path("accessor").textValue(),
        VendorHttp.oneLine(data.path("display_name").asText("")),
        data.path("entity_id").asText(""),
        data.path("path").textValue());
  }
}
