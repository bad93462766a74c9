package dev.firebreak.app.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.app.config.VaultConfig;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * We, signed in to Vault: by a token, an AppRole or the service account of a Kubernetes pod. What
 * we are signed in with is renewed when two thirds of its time are over, and made anew when it has
 * ended. Safe for all threads.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/approle">AppRole</a>
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/kubernetes">Kubernetes</a>
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/token">Tokens</a>
 */
final class VaultSession implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VaultSession.class);

  /** How we sign in. */
  private enum Way {
    TOKEN,
    APPROLE,
    KUBERNETES
  }

  /**
   * @param renewAt when to renew it; empty where it does not end or cannot be renewed
   * @param until when it ends; empty where it does not
   */
  private record Token(Secret value, Optional<Instant> renewAt, Optional<Instant> until) {}

  private final VendorHttp http;
  private final VaultConfig config;
  private final Way way;
  private final Clock clock;
  private Optional<Token> kept = Optional.empty();

  private VaultSession(VendorHttp http, VaultConfig config, Way way, Clock clock) {
    this.http = http;
    this.config = config;
    this.way = way;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException a sentence about a setting
   */
  static VaultSession open(String url, VaultConfig config, Clock clock) {
    Endpoint endpoint = Endpoint.at(URI.create(url)).withTimeout(config.timeout());
    List<String> hosts = config.privateHosts().orElse(List.of());
    Optional<String> ca = config.caCertificate().map(c -> here("ca-certificate", c).reveal());
    return new VaultSession(
        VendorHttp.open(ca.map(endpoint::withCa).orElse(endpoint), hosts),
        config,
        way(config),
        clock);
  }

  private static Way way(VaultConfig config) {
    boolean whole =
        switch (config.auth()) {
          case "token" -> config.token().isPresent();
          case "approle" -> config.roleId().isPresent() && config.secretId().isPresent();
          case "kubernetes" -> config.role().isPresent();
          default ->
              throw new IllegalArgumentException(
                  "firebreak.vault.auth must be token, approle or kubernetes, got '"
                      + config.auth()
                      + "'");
        };
    if (!whole) {
      throw new IllegalArgumentException(
          "firebreak.vault.auth=token needs firebreak.vault.token, approle needs role-id and"
              + " secret-id, kubernetes needs role");
    }
    config.token().ifPresent(t -> notThere("token", t));
    config.secretId().ifPresent(s -> notThere("secret-id", s));
    return Way.valueOf(config.auth().toUpperCase(java.util.Locale.ROOT));
  }

  /** What opens Vault is not in Vault. */
  private static void notThere(String setting, String text) {
    if (SecretReference.of(text) instanceof SecretReference.InVault) {
      throw new IllegalArgumentException(
          "firebreak.vault." + setting + " must be file:PATH or env:NAME");
    }
  }

  private static Secret here(String setting, String reference) {
    try {
      return local(setting, reference);
    } catch (SecretMissing e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Secret local(String setting, String reference) throws SecretMissing {
    try {
      return SecretSource.LOCAL.find(SecretReference.of(reference));
    } catch (SecretMissing e) {
      throw new SecretMissing("setting firebreak.vault." + setting + ": " + e.getMessage());
    }
  }

  /** Sends a reading request; where our token ended before its time, once more with a new one. */
  Response exchange(Request request) throws SecretMissing, ActionFailure {
    Secret token = token();
    Response answer = http.exchange(with(token, request));
    if (answer.status() != 403 || way == Way.TOKEN) {
      return answer;
    }
    forget(token);
    return http.exchange(with(token(), request));
  }

  ActionFailure failure(Response answer) {
    return http.failure(Request.get("/v1/"), answer, "");
  }

  private Request with(Secret token, Request request) {
    return plain(request).withHeader("X-Vault-Token", token.reveal());
  }

  private Request plain(Request request) {
    Request marked = request.withHeader("X-Vault-Request", "true");
    return config.namespace().map(n -> marked.withHeader("X-Vault-Namespace", n)).orElse(marked);
  }

  private synchronized void forget(Secret token) {
    kept = kept.filter(t -> !t.value().equals(token));
  }

  private synchronized Secret token() throws SecretMissing, ActionFailure {
    if (way == Way.TOKEN) {
      Secret given = local("token", config.token().orElseThrow());
      if (kept.filter(t -> t.value().equals(given)).isEmpty()) {
        kept = Optional.of(new Token(given, Optional.of(clock.instant()), Optional.empty()));
      }
      return given;
    }
    Optional<Token> valid =
        kept.filter(t -> t.until().filter(u -> !clock.instant().isBefore(u)).isEmpty());
    if (valid.isEmpty()) {
      kept = Optional.of(signIn());
    }
    return kept.orElseThrow().value();
  }

  private Token signIn() throws SecretMissing, ActionFailure {
    Map<String, Object> body = new LinkedHashMap<>();
    if (way == Way.APPROLE) {
      body.put("role_id", config.roleId().orElseThrow());
      body.put("secret_id", local("secret-id", config.secretId().orElseThrow()).reveal());
    } else {
      body.put("role", config.role().orElseThrow());
      body.put("jwt", local("jwt", config.jwt()).reveal());
    }
    String mount = config.mount().orElse(config.auth());
    Response answer =
        http.exchange(plain(Request.json("POST", "/v1/auth/" + mount + "/login", body)));
    if (answer.status() == 400 || answer.status() == 403) {
      throw new SecretMissing("Vault does not let us sign in by " + config.auth());
    }
    if (!answer.ok()) {
      throw failure(answer);
    }
    return token(answer.json().path("auth"), Optional.empty());
  }

  private Token token(JsonNode auth, Optional<Secret> known) throws ActionFailure {
    String value = auth.path("client_token").asText("");
    if (value.isEmpty() && known.isEmpty()) {
      throw ActionFailure.unavailable("Vault's answer to signing in holds no token");
    }
    Secret token = known.isPresent() ? known.get() : Secret.of(value);
    Duration lease = Duration.ofSeconds(Math.max(0, auth.path("lease_duration").asLong(0)));
    if (lease.isZero()) {
      return new Token(token, Optional.empty(), Optional.empty());
    }
    Instant now = clock.instant();
    Optional<Instant> renewAt =
        auth.path("renewable").asBoolean(false)
            ? Optional.of(now.plus(lease.multipliedBy(2).dividedBy(3)))
            : Optional.empty();
    return new Token(token, renewAt, Optional.of(now.plus(lease.multipliedBy(9).dividedBy(10))));
  }

  /** Renews what we are signed in with when it is time; a failure is mended by the next sign-in. */
  void renew() {
    Optional<Token> due = due();
    if (due.isEmpty()) {
      return;
    }
    Token old = due.get();
    try {
      Response answer =
          http.exchange(
              with(old.value(), Request.json("POST", "/v1/auth/token/renew-self", Map.of())));
      if (answer.ok()) {
        put(old, token(answer.json().path("auth"), Optional.of(old.value())));
        return;
      }
      LOG.debugf("Vault does not renew what we are signed in with: HTTP %s", answer.status());
    } catch (ActionFailure e) {
      LOG.warnf("what we are signed in to Vault with was not renewed: %s", e.getMessage());
    }
    Instant later = clock.instant().plusSeconds(30);
    put(old, new Token(old.value(), Optional.of(later), old.until()));
  }

  private synchronized Optional<Token> due() {
    return kept.filter(t -> t.renewAt().filter(at -> !clock.instant().isBefore(at)).isPresent());
  }

  private synchronized void put(Token old, Token fresh) {
    if (kept.filter(t -> t.value().equals(old.value())).isPresent()) {
      kept = Optional.of(fresh);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
