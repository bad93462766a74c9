package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The exchange's own withdrawal service: freezes by client-chosen id, a list of withdrawals, holds
 * on single ones; every request signed with HMAC-SHA256 over {@code timestamp LF nonce LF METHOD LF
 * path+query LF hex SHA-256 of the body}.
 */
final class FakeExchange implements VendorApi {
  static final Duration TOLERANCE = Duration.ofSeconds(60);

  private final Withdrawals withdrawals;
  private final Effects effects;
  private final Clock clock;
  private final String keyId;
  private final String secret;
  private final Set<String> nonces = new HashSet<>();

  FakeExchange(Withdrawals withdrawals, Effects effects, Clock clock, String keyId, String secret) {
    this.withdrawals = withdrawals;
    this.effects = effects;
    this.clock = clock;
    this.keyId = keyId;
    this.secret = secret;
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(status, Map.of("type", "about:blank", "title", message, "status", status))
        .with("Content-Type", "application/problem+json");
  }

  @Override
  public Reply answer(Ask ask) throws JsonProcessingException {
    Optional<String> refused = refusal(ask);
    if (refused.isPresent()) {
      return error(401, refused.get());
    }
    if (ask.is("GET", "v1", "self")) {
      return Reply.json(
          200,
          Map.of(
              "client",
              "Firebreak in the sandbox",
              "may",
              List.of("freeze", "lift", "list", "hold", "release")));
    } else if (ask.is("PUT", "v1", "withdrawal-freezes", "*")) {
      return putFreeze(ask);
    } else if (ask.is("GET", "v1", "withdrawal-freezes", "*")) {
      return withdrawals
          .freeze(ask.segments().get(2))
          .map(f -> Reply.json(200, shown(f)))
          .orElseGet(() -> error(404, "no such freeze"));
    } else if (ask.is("DELETE", "v1", "withdrawal-freezes", "*")) {
      return lift(ask);
    } else if (ask.is("GET", "v1", "withdrawal-freezes")) {
      return Reply.json(
          200, Map.of("items", withdrawals.freezes().stream().map(this::shown).toList()));
    } else if (ask.is("GET", "v1", "withdrawals")) {
      return list(ask);
    } else if (ask.segments().size() >= 3 && ask.segments().get(1).equals("withdrawals")) {
      return one(ask);
    }
    return error(404, "no such resource");
  }

  /** Why the signature is not good, for the test that reads it; a real service would say less. */
  private Optional<String> refusal(Ask ask) {
    String timestamp = ask.header("x-timestamp").orElse("");
    String nonce = ask.header("x-nonce").orElse("");
    if (!ask.header("x-key-id").orElse("").equals(keyId)) {
      return Optional.of("unknown X-Key-Id");
    }
    if (!timestamp.matches("\\d{1,12}")) {
      return Optional.of("X-Timestamp must be in seconds");
    }
    Duration off =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant()).abs();
    if (off.compareTo(TOLERANCE) > 0) {
      return Optional.of("X-Timestamp is over 60 s off");
    }
    String given = ask.header("x-signature").orElse("");
    if (!Digests.same(given, signature(timestamp, nonce, ask, ask.rawPathAndQuery()))
        && !Digests.same(given, signature(timestamp, nonce, ask, ask.unmounted()))) {
      return Optional.of("X-Signature does not match the request");
    }
    return nonce.isEmpty() || !nonces.add(nonce)
        ? Optional.of("X-Nonce is missing or was used before")
        : Optional.empty();
  }

  private String signature(String timestamp, String nonce, Ask ask, String path) {
    String text =
        String.join("\n", timestamp, nonce, ask.method(), path, Digests.sha256(ask.body()));
    return "v1="
        + HexFormat.of()
            .formatHex(Digests.hmacSha256(secret.getBytes(StandardCharsets.UTF_8), text));
  }

  private Map<String, Object> shown(Freeze f) {
    return f.toJson(clock.instant(), withdrawals.heldBy(f.id));
  }

  private Reply putFreeze(Ask ask) throws JsonProcessingException {
    String id = ask.segments().get(2);
    Freeze.Terms terms;
    try {
      terms = terms(ask.json());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
    Optional<Freeze> before = withdrawals.freeze(id);
    if (before.isPresent()) {
      // One that is over stays over: its state in the answer says so.
      return before.get().terms.equals(terms)
          ? Reply.json(200, shown(before.get()))
          : error(409, "a freeze of this id exists with another body");
    }
    Freeze f = withdrawals.freeze(id, terms, clock.instant());
    effects.happened(ask, "exchange freeze " + terms.scope() + " " + terms.values());
    return Reply.json(201, shown(f));
  }

  private static Freeze.Terms terms(JsonNode body) {
    Freeze.Scope scope =
        Freeze.Scope.valueOf(body.path("scope").asText("").toUpperCase(Locale.ROOT));
    List<String> values = new ArrayList<>();
    body.path("values").forEach(v -> values.add(v.asText()));
    if (scope != Freeze.Scope.GLOBAL && values.isEmpty()) {
      throw new IllegalArgumentException("values must name at least one " + scope);
    }
    return new Freeze.Terms(
        scope,
        values,
        body.path("reason").asText(""),
        body.path("caseId").asText(""),
        body.hasNonNull("expiresAt")
            ? Optional.of(Instant.parse(body.path("expiresAt").asText()))
            : Optional.empty(),
        Freeze.Mode.valueOf(body.path("mode").asText("HOLD")));
  }

  private Reply lift(Ask ask) {
    Optional<Freeze> f = withdrawals.freeze(ask.segments().get(2));
    if (f.isEmpty() || f.get().state(clock.instant()).equals("LIFTED")) {
      return error(404, "already gone");
    }
    withdrawals.lift(f.get(), clock.instant());
    effects.happened(ask, "exchange lift " + f.get().terms.scope() + " " + f.get().terms.values());
    return Reply.empty(204);
  }

  private Reply list(Ask ask) {
    Map<String, String> q = ask.query();
    String scope = q.getOrDefault("scope", "");
    int colon = scope.indexOf(':');
    String kind = (colon < 0 ? scope : scope.substring(0, colon)).toUpperCase(Locale.ROOT);
    String value =
        colon < 0
            ? q.getOrDefault("value", q.getOrDefault("values", ""))
            : scope.substring(colon + 1);
    List<Map<String, Object>> found =
        withdrawals.all().stream()
            .filter(w -> q.getOrDefault("state", w.state.name()).equalsIgnoreCase(w.state.name()))
            .filter(w -> covers(kind, value, w))
            .filter(w -> q.getOrDefault("wallet", w.wallet).equals(w.wallet))
            .filter(w -> q.getOrDefault("asset", w.asset).equals(w.asset))
            .map(Withdrawal::toJson)
            .toList();
    return Reply.json(200, Map.of("items", found, "count", found.size()));
  }

  private static boolean covers(String kind, String value, Withdrawal w) {
    return switch (kind) {
      case "WALLET" -> w.wallet.equals(value);
      case "ASSET", "CHAIN" -> w.asset.equals(value);
      case "ACCOUNT" -> w.account.equals(value);
      default -> true;
    };
  }

  /** One withdrawal: read it, hold it, release it. */
  private Reply one(Ask ask) throws JsonProcessingException {
    List<String> path = ask.segments();
    Optional<Withdrawal> found = withdrawals.withdrawal(path.get(2));
    if (found.isEmpty()) {
      return error(404, "no such withdrawal");
    }
    Withdrawal w = found.get();
    JsonNode body = ask.json();
    String holdId = path.size() > 4 ? path.get(4) : body.path("holdId").asText("hold");
    if (ask.is("POST", "v1", "withdrawals", "*", "hold")
        || ask.is("PUT", "v1", "withdrawals", "*", "holds", "*")) {
      boolean before = w.holds.contains(holdId);
      if (!withdrawals.hold(w, holdId)) {
        return error(409, "too late: the withdrawal is " + w.state);
      }
      if (!before) {
        effects.happened(ask, "exchange hold " + w.id);
      }
    } else if (ask.is("POST", "v1", "withdrawals", "*", "release")
        || ask.is("DELETE", "v1", "withdrawals", "*", "holds", "*")) {
      if (!withdrawals.release(w, holdId, clock.instant())) {
        return error(404, "no such hold on this withdrawal");
      }
      effects.happened(ask, "exchange release " + w.id);
    } else if (!ask.is("GET", "v1", "withdrawals", "*")) {
      return error(404, "no such resource");
    }
    return Reply.json(200, w.toJson());
  }
}
