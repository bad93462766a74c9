package dev.firebreak.connector.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Vault is asked about leases. */
record Leases(VaultCalls vault) {
  private static final String NO_LEASE = "invalid lease";
  private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}/]{1,512}");

  /**
   * https://developer.hashicorp.com/vault/api-docs/system/leases#read-lease
   *
   * @return empty where there is no such lease (any more)
   */
  Optional<Lease> lease(String id) throws ActionFailure {
    String what = "looking up lease " + id;
    Request request = Request.json("POST", "/v1/sys/leases/lookup", Map.of("lease_id", id));
    Response answer = vault.read(request);
    if (answer.status() == 400 && VaultCalls.says(vault.errors(answer), NO_LEASE)) {
      return Optional.empty();
    }
    JsonNode data = vault.data(request, answer, what);
    if (!data.path("id").asText("").equals(id) || !data.path("ttl").isIntegralNumber()) {
      throw ActionFailure.unavailable(what + ": the answer is not about this lease");
    }
    return Optional.of(
        new Lease(
            instant(data.path("issue_time").asText(""), what),
            data.path("expire_time").isTextual() && data.path("ttl").longValue() <= 0,
            VendorHttp.oneLine(data.path("revoke_error").asText(""))));
  }

  /**
   * Has Vault revoke a lease; it queues this and tries again where the secret's own system fails.
   * https://developer.hashicorp.com/vault/api-docs/system/leases#revoke-lease
   */
  void revoke(LeaseId lease) throws ActionFailure {
    vault.change(
        Request.json("POST", "/v1/sys/leases/revoke", Map.of("lease_id", lease.lease())),
        "revoking lease " + lease.lease());
  }

  /**
   * What is directly in a folder of leases; those that are folders themselves end with a slash.
   * https://developer.hashicorp.com/vault/api-docs/system/leases#list-leases
   *
   * @param folder ends with a slash
   */
  List<String> list(String folder) throws ActionFailure {
    String what = "listing the leases below " + folder;
    Request request = Request.get("/v1/sys/leases/lookup/" + path(folder) + "?list=true");
    Response answer = vault.read(request);
    // Also a wrong namespace or mount is 404, but then says so.
    if (answer.status() == 404 && VaultCalls.isEmptyList(answer)) {
      return List.of();
    }
    JsonNode keys = vault.data(request, answer, what).path("keys");
    List<String> all = new ArrayList<>();
    for (JsonNode key : keys) {
      all.add(key(key.asText(""), what));
    }
    if (all.isEmpty()) {
      throw ActionFailure.unavailable(what + ": the answer has no keys");
    }
    return all;
  }

  /**
   * Has Vault revoke everything below a prefix; it queues this. The slash at the end keeps it from
   * being taken for one lease's id.
   * https://developer.hashicorp.com/vault/api-docs/system/leases#revoke-prefix
   */
  void revoke(Prefix prefix) throws ActionFailure {
    vault.change(
        Request.post("/v1/sys/leases/revoke-prefix/" + path(prefix.prefix() + "/")),
        "revoking all leases below " + prefix.prefix());
  }

  private static String key(String key, String what) throws ActionFailure {
    String name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw ActionFailure.unavailable(what + ": the answer has a key that is no name");
    }
    return key;
  }

  private static Instant instant(String text, String what) throws ActionFailure {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw ActionFailure.unavailable(what + ": the answer has no issue_time", e);
    }
  }

  /** Each name of a folder's path encoded for itself; keeps the slash at the end. */
  private static String path(String folder) {
    return Arrays.stream(folder.split("/"))
            .map(name -> Request.path("{}", name))
            .collect(Collectors.joining("/"))
        + "/";
  }
}
