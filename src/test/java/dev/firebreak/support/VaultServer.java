package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * HashiCorp Vault as far as reading secrets goes: an AppRole, the service account of a Kubernetes
 * pod, tokens that end and are renewed, and the KV engine of version 2 at {@code secret/}, in the
 * vendor's documented forms (https://developer.hashicorp.com/vault/api-docs/auth/approle,
 * .../auth/kubernetes, .../auth/token, .../secret/kv/kv-v2).
 */
public final class VaultServer implements AutoCloseable {
  public static final String ROLE = "firebreak-role";

  /** Of the pod's service account. */
  public static final String POD_ROLE = "firebreak-pod";

  private final String secretId;
  private final LocalVendor vendor = LocalVendor.start(this::answer);
  private final Map<String, Map<String, String>> secrets = new ConcurrentHashMap<>();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private volatile int leaseSeconds = 3_600;
  private volatile boolean away;
  private volatile boolean renews = true;
  private volatile String serviceAccount = "";

  /**
   * @param secretId what the AppRole signs in with
   */
  public VaultServer(String secretId) {
    this.secretId = secretId;
  }

  public URI url() {
    return vendor.url();
  }

  /** Settings of an application that reads from it, with its secret id in a file. */
  public Map<String, String> properties(String secretIdFile) {
    return Map.of(
        "firebreak.vault.url",
        url().toString(),
        "firebreak.vault.auth",
        "approle",
        "firebreak.vault.role-id",
        ROLE,
        "firebreak.vault.secret-id",
        "file:" + secretIdFile,
        "firebreak.vault.private-hosts",
        "127.0.0.1");
  }

  /** Writes a new version of {@code secret/<name>}. */
  public VaultServer put(String name, Map<String, String> fields) {
    secrets.put(name, Map.copyOf(fields));
    return this;
  }

  /** Tokens given from now on end after so long. */
  public VaultServer lease(int seconds) {
    leaseSeconds = seconds;
    return this;
  }

  /** Answers 503 to everything, as a sealed one does. */
  public void sealed(boolean sealed) {
    away = sealed;
  }

  /** A token as somebody makes it for a file. */
  public String token() {
    String token = "hvs." + Canaries.word() + made.incrementAndGet();
    tokens.add(token);
    return token;
  }

  /** The token that the pod's service account has from now on; an older one is not taken. */
  public String serviceAccount() {
    serviceAccount = "ey." + Canaries.word() + made.incrementAndGet();
    return serviceAccount;
  }

  /** Refuses to renew from now on, as at the end of a token's longest time. */
  public void neverRenews() {
    renews = false;
  }

  /** Takes back every token it gave. */
  public void revokeAll() {
    tokens.clear();
  }

  /** Tokens it gave and has not taken back. */
  public Set<String> tokens() {
    return Set.copyOf(tokens);
  }

  /** What was asked, as {@code METHOD PATH}. */
  public List<String> asked() {
    return vendor.calls().stream().map(c -> c.method() + " " + c.path()).toList();
  }

  private LocalVendor.Reply answer(LocalVendor.Call call) {
    if (away) {
      return error(503, "Vault is sealed");
    }
    if (call.path().equals("/v1/auth/approle/login")) {
      JsonNode body = read(call);
      boolean right =
          body.path("role_id").asText().equals(ROLE)
              && body.path("secret_id").asText().equals(secretId);
      return right ? auth(token()) : error(400, "invalid role or secret ID");
    }
    if (call.path().equals("/v1/auth/kubernetes/login")) {
      JsonNode body = read(call);
      boolean right =
          body.path("role").asText().equals(POD_ROLE)
              && !serviceAccount.isEmpty()
              && body.path("jwt").asText().equals(serviceAccount);
      return right ? auth(token()) : error(403, "permission denied");
    }
    // The JDK's server spells it so.
    String token = call.header("X-vault-token").orElse("");
    if (!tokens.contains(token)) {
      return error(403, "permission denied");
    }
    if (call.path().equals("/v1/auth/token/renew-self")) {
      return renews ? auth(token) : error(400, "lease is not renewable");
    }
    Map<String, String> fields = secrets.get(call.path().replaceFirst("^/v1/secret/data/", ""));
    return fields == null
        ? new LocalVendor.Reply(404, "{\"errors\":[]}")
        : new LocalVendor.Reply(
            200,
            Json.write(
                Map.of(
                    "request_id",
                    "r",
                    "lease_id",
                    "",
                    "renewable",
                    false,
                    "lease_duration",
                    0,
                    "data",
                    Map.of("data", fields, "metadata", Map.of("version", 1, "destroyed", false)))));
  }

  private LocalVendor.Reply auth(String token) {
    return new LocalVendor.Reply(
        200,
        Json.write(
            Map.of(
                "auth",
                Map.of(
                    "client_token",
                    token,
                    "lease_duration",
                    leaseSeconds,
                    "renewable",
                    true,
                    "policies",
                    List.of("default", "firebreak")))));
  }

  private static LocalVendor.Reply error(int status, String text) {
    return new LocalVendor.Reply(status, Json.write(Map.of("errors", List.of(text))));
  }

  private static JsonNode read(LocalVendor.Call call) {
    try {
      return Json.parse(call.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    vendor.close();
  }
}
