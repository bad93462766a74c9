package dev.firebreak.connector.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests with the configured token, or with one that an AppRole log-in gave, which is kept
 * until shortly before its end; in the configured namespace. Safe for all threads; calls block.
 */
final class VaultSession {
  private static final Duration EARLIER = Duration.ofSeconds(60);
  private static final long DEFAULT_SECONDS = 300;
  private static final long LONGEST_SECONDS = 86_400;

  private record Token(String value, Instant until) {}

  private final VendorHttp http;
  private final VaultSettings settings;
  private final Clock clock;
  private Optional<Token> kept = Optional.empty();

  VaultSession(VaultSettings settings, VendorHttp http, Clock clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /** How far Vault's clock is ahead of ours, by its newest answer. */
  Duration skew() {
    return http.vitals().skew().orElse(Duration.ZERO);
  }

  /**
   * Sends one request. Vault answers 403 to a token that is over, too, and what it refused had no
   * effect: after an earlier log-in it is sent again with a new token, once.
   *
   * @return any answer
   * @throws ActionFailure as {@link VendorHttp#exchange}; REFUSED and UNAVAILABLE of the log-in
   */
  Response exchange(Request request) throws ActionFailure {
    if (settings.token().isPresent()) {
      return http.exchange(with(settings.token().get().reveal(), request));
    }
    Optional<String> earlier = earlierToken();
    if (earlier.isEmpty()) {
      return http.exchange(with(newToken(), request));
    }
    Response answer = http.exchange(with(earlier.get(), request));
    return answer.status() == 403
        ? http.exchange(with(tokenInsteadOf(earlier.get()), request))
        : answer;
  }

  /**
   * What an answer without success means: REFUSED for 400, 403 and 404, UNAVAILABLE for a node that
   * is sealed (503) or has not caught up (412), else by the rules of {@link VendorHttp#failure}.
   * https://developer.hashicorp.com/vault/api-docs#http-status-codes
   */
  ActionFailure failure(Request request, Response answer, String what) {
    String said = what + ": " + String.join("; ", errors(answer));
    return answer.status() == 412
        ? ActionFailure.unavailable(
            what + ": this node of Vault has not caught up yet (HTTP 412)", Duration.ofSeconds(1))
        : http.failure(request, answer, said);
  }

  /**
   * The texts of {@code {"errors": [...]}}, without secrets.
   * https://developer.hashicorp.com/vault/api-docs#error-response
   */
  List<String> errors(Response answer) {
    List<String> all = new ArrayList<>();
    try {
      Json.parse(answer.body()).path("errors").forEach(e -> all.add(harmless(e.asText())));
    } catch (JsonProcessingException notVault) {
      return List.of();
    }
    return all;
  }

  private String harmless(String text) {
    String shown = text;
    for (Optional<Secret> secret : List.of(settings.token(), settings.secretId())) {
      shown = secret.isPresent() ? shown.replace(secret.get().reveal(), "(secret)") : shown;
    }
    return VendorHttp.oneLine(shown);
  }

  private Request with(String token, Request request) {
    return inNamespace(request).withHeader("X-Vault-Token", token);
  }

  /** X-Vault-Request is what a listener may require (require_request_header). */
  private Request inNamespace(Request request) {
    Request asked = request.withHeader("X-Vault-Request", "true");
    return settings.namespace().map(n -> asked.withHeader("X-Vault-Namespace", n)).orElse(asked);
  }

  private synchronized Optional<String> earlierToken() {
    return kept.filter(t -> clock.instant().isBefore(t.until())).map(Token::value);
  }

  private synchronized String newToken() throws ActionFailure {
    Optional<String> meanwhile = earlierToken();
    return meanwhile.isPresent() ? meanwhile.get() : logIn();
  }

  private synchronized String tokenInsteadOf(String refused) throws ActionFailure {
    Optional<String> meanwhile = earlierToken().filter(t -> !t.equals(refused));
    return meanwhile.isPresent() ? meanwhile.get() : logIn();
  }

  /** https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle */
  private String logIn() throws ActionFailure {
    Map<String, String> credentials =
        Map.of(
            "role_id", settings.roleId().orElseThrow(),
            "secret_id", settings.secretId().orElseThrow().reveal());
    Request request =
        inNamespace(
            Request.json("POST", "/v1/auth/" + settings.approleMount() + "/login", credentials));
    try {
      Response answer = http.exchange(request);
      if (!answer.ok()) {
        throw failure(request, answer, "AppRole log-in (settings role-id and secret-id)");
      }
      Token token = read(answer.json().path("auth"));
      kept = Optional.of(token);
      return token.value();
    } catch (ActionFailure e) {
      // A log-in whose answer is lost did nothing that was asked for.
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable("AppRole log-in: " + e.getMessage(), e)
          : e;
    }
  }

  private Token read(JsonNode auth) throws ActionFailure {
    String value = auth.path("client_token").asText("");
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw ActionFailure.unavailable("AppRole log-in: the answer holds no client_token");
    }
    long told = auth.path("lease_duration").asLong(0);
    long seconds = told <= 0 ? DEFAULT_SECONDS : Math.min(told, LONGEST_SECONDS);
    Duration life = Duration.ofSeconds(seconds);
    Duration usable = life.compareTo(EARLIER.multipliedBy(2)) > 0 ? life.minus(EARLIER) : life;
    return new Token(value, clock.instant().plus(usable));
  }
}
