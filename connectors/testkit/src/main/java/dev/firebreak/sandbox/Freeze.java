package dev.firebreak.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule that stops withdrawals. Used under the sandbox's lock. */
final class Freeze {
  /** What a client asked for; the same id with other terms is a conflict. */
  record Terms(
      Scope scope,
      List<String> values,
      String reason,
      String caseId,
      Optional<Instant> expiresAt,
      Mode mode) {
    Terms {
      values = List.copyOf(values);
    }
  }

  /** What a freeze covers. */
  enum Scope {
    GLOBAL,
    ASSET,
    CHAIN,
    ACCOUNT,
    WALLET
  }

  /** What happens to withdrawals it covers. */
  enum Mode {
    HOLD,
    REJECT
  }

  final String id;
  final Terms terms;
  final Instant effectiveAt;
  private boolean lifted;
  int rejected;

  Freeze(String id, Terms terms, Instant effectiveAt) {
    this.id = id;
    this.terms = terms;
    this.effectiveAt = effectiveAt;
  }

  void lift() {
    lifted = true;
  }

  String state(Instant now) {
    if (lifted) {
      return "LIFTED";
    }
    return terms.expiresAt().filter(e -> !e.isAfter(now)).isPresent() ? "EXPIRED" : "ACTIVE";
  }

  boolean covers(Withdrawal w) {
    return switch (terms.scope()) {
      case GLOBAL -> true;
      case ASSET, CHAIN -> terms.values().contains(w.asset);
      case ACCOUNT -> terms.values().contains(w.account);
      case WALLET -> terms.values().contains(w.wallet);
    };
  }

  Map<String, Object> toJson(Instant now, long held) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("state", state(now));
    out.put("scope", terms.scope().name());
    out.put("values", terms.values());
    out.put("mode", terms.mode().name());
    out.put("reason", terms.reason());
    out.put("caseId", terms.caseId());
    terms.expiresAt().ifPresent(e -> out.put("expiresAt", e.toString()));
    out.put("effectiveAt", effectiveAt.toString());
    out.put("heldWithdrawals", held);
    out.put("rejectedWithdrawals", rejected);
    return out;
  }
}
