package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Fireblocks workspace: outgoing transactions that can be cancelled until they are broadcast, and
 * the workspace freeze; every request with a JWT (RS256) over path, query and body. Shapes after
 * https://developers.fireblocks.com/reference/signing-a-request-jwt-structure and
 * https://developers.fireblocks.com/reference/gettransactions.
 */
final class FakeFireblocks implements VendorApi {
  private static final long LONGEST_LIFE_SECONDS = 60;
  private static final long CLOCK_SLACK_SECONDS = 5;

  private final Vault vault;
  private final Effects effects;
  private final Clock clock;
  private final String apiKey;
  private final PublicKey publicKey;
  private final Set<String> nonces = new HashSet<>();

  FakeFireblocks(Vault vault, Effects effects, Clock clock, String apiKey, PublicKey publicKey) {
    this.vault = vault;
    this.effects = effects;
    this.clock = clock;
    this.apiKey = apiKey;
    this.publicKey = publicKey;
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(status, Map.of("message", message, "code", status));
  }

  @Override
  public Reply answer(Ask ask) throws JsonProcessingException {
    Optional<String> refused = refusal(ask);
    if (refused.isPresent()) {
      return error(401, refused.get());
    }
    Optional<Reply> first = effects.replay(ask);
    return first.isPresent() ? first.get() : effects.keep(ask, act(ask));
  }

  private Reply act(Ask ask) {
    List<String> path = ask.segments();
    if (ask.is("GET", "v1", "transactions")) {
      return list(ask.query());
    } else if (ask.is("GET", "v1", "transactions", "*")) {
      return vault
          .transaction(path.get(2))
          .map(t -> Reply.json(200, t.toJson()))
          .orElseGet(() -> error(404, "Transaction not found"));
    } else if (ask.is("POST", "v1", "transactions", "*", "cancel")) {
      return cancel(ask, path.get(2));
    } else if (ask.is("GET", "v1", "vault", "accounts", "*")) {
      return Optional.ofNullable(vault.accounts().get(path.get(3)))
          .map(name -> Reply.json(200, Map.of("id", path.get(3), "name", name)))
          .orElseGet(() -> error(404, "Vault account not found"));
    } else if (ask.is("GET", "v1", "management", "api_users")) {
      return Reply.json(200, Map.of("users", List.of(self())));
    } else if (ask.is("GET", "v1", "management", "workspace_status")) {
      return Reply.json(200, Map.of("status", vault.frozen() ? "FROZEN" : "ACTIVE"));
    } else if (ask.is("POST", "v1", "workspace", "freeze")) {
      if (!vault.frozen()) {
        vault.freeze();
        effects.happened(ask, "fireblocks freeze workspace");
      }
      return Reply.empty(204);
    }
    return error(404, "Not found");
  }

  private Map<String, Object> self() {
    return Map.of("id", apiKey, "name", "Firebreak", "role", "NON_SIGNING_ADMIN", "enabled", true);
  }

  private Reply list(Map<String, String> q) {
    int limit = Integer.parseInt(q.getOrDefault("limit", "200"));
    if (limit < 1 || limit > 500) {
      return error(400, "limit must be 1 to 500");
    }
    List<Vault.Transaction> found =
        vault.transactions().stream()
            .filter(t -> q.getOrDefault("status", t.status).equals(t.status))
            .filter(t -> q.getOrDefault("sourceType", "VAULT_ACCOUNT").equals("VAULT_ACCOUNT"))
            .filter(t -> q.getOrDefault("sourceId", t.account).equals(t.account))
            .filter(
                t -> Arrays.asList(q.getOrDefault("assets", t.asset).split(",")).contains(t.asset))
            .toList();
    return Reply.json(200, found.stream().limit(limit).map(Vault.Transaction::toJson).toList());
  }

  private Reply cancel(Ask ask, String id) {
    Optional<Vault.Transaction> found = vault.transaction(id);
    if (found.isEmpty()) {
      return error(404, "Transaction not found");
    }
    if (!vault.cancel(found.get(), clock.instant())) {
      return error(400, "Transaction in status " + found.get().status + " cannot be cancelled");
    }
    effects.happened(ask, "fireblocks cancel " + id);
    return Reply.json(200, Map.of("success", true));
  }

  private Optional<String> refusal(Ask ask) {
    String header = ask.header("authorization").orElse("");
    String[] parts =
        header.startsWith("Bearer ") ? header.substring(7).split("\\.") : new String[0];
    if (!ask.header("x-api-key").orElse("").equals(apiKey) || parts.length != 3) {
      return Optional.of("X-API-Key and a bearer JWT are needed");
    }
    try {
      JsonNode head = Json.parse(Base64.getUrlDecoder().decode(parts[0]));
      if (!head.path("alg").asText().equals("RS256") || !signed(parts)) {
        return Optional.of("the JWT is not signed with RS256 by this API user");
      }
      return claims(Json.parse(Base64.getUrlDecoder().decode(parts[1])), ask);
    } catch (GeneralSecurityException | IllegalArgumentException | JsonProcessingException e) {
      return Optional.of("the JWT is not readable");
    }
  }

  private boolean signed(String[] parts) throws GeneralSecurityException {
    Signature rs256 = Signature.getInstance("SHA256withRSA");
    rs256.initVerify(publicKey);
    rs256.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    return rs256.verify(Base64.getUrlDecoder().decode(parts[2]));
  }

  private Optional<String> claims(JsonNode claims, Ask ask) {
    long now = clock.instant().getEpochSecond();
    long iat = claims.path("iat").asLong();
    long exp = claims.path("exp").asLong();
    String uri = claims.path("uri").asText();
    if (!claims.path("sub").asText().equals(apiKey)) {
      return Optional.of("claim sub is not the API key");
    } else if (!uri.equals(ask.rawPathAndQuery()) && !uri.equals(ask.unmounted())) {
      return Optional.of("claim uri is not this path and query");
    } else if (!claims.path("bodyHash").asText().equals(Digests.sha256(ask.body()))) {
      return Optional.of("claim bodyHash is not the hash of this body");
    } else if (exp <= now || iat > now + CLOCK_SLACK_SECONDS || exp - iat >= LONGEST_LIFE_SECONDS) {
      return Optional.of("claims iat and exp must span less than a minute around now");
    }
    return nonces.add(claims.path("nonce").asText())
        ? Optional.empty()
        : Optional.of("claim nonce was used before");
  }
}
