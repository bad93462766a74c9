package dev.firebreak.connector.vault;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What our token may do, by {@code sys/capabilities-self}.
 *
 * @param revocable the prefixes that revoke-prefix is meant for
 */
record VaultReadiness(Tokens tokens, List<String> revocable) {
  /** Stands for any entity: a policy for {@code identity/entity/id/*} covers it. */
  private static final String ANY_ENTITY =
      "identity/entity/id/00000000-0000-0000-0000-000000000000";

  private static final Map<String, List<String>> REVOKE_ACCESSOR =
      Map.of(
          "auth/token/lookup-accessor", List.of("update"),
          "auth/token/revoke-accessor", List.of("update"));

  private static final Map<String, List<String>> REVOKE_LEASE =
      Map.of(
          "sys/leases/lookup", List.of("update"),
          "sys/leases/revoke", List.of("update"));

  private static final Map<String, List<String>> SWITCH_ENTITY =
      Map.of(ANY_ENTITY, List.of("read", "update"));

  Readiness ask() throws ActionFailure {
    HeldToken self = tokens.self();
    List<String> paths = new ArrayList<>(revokePrefix().keySet());
    List.of(REVOKE_ACCESSOR, REVOKE_LEASE, SWITCH_ENTITY).forEach(m -> paths.addAll(m.keySet()));
    Map<String, Set<String>> may = tokens.capabilities(paths.stream().distinct().toList());
    Readiness ready = Readiness.as("token " + self.displayName() + " of " + self.path());
    ready = grant(ready, "revoke-accessor", REVOKE_ACCESSOR, may);
    ready = grant(ready, "revoke-lease", REVOKE_LEASE, may);
    ready =
        revocable.isEmpty()
            ? ready.untold(
                "revoke-prefix", "setting 'revocable-prefixes' is empty: it revokes no prefix")
            : grant(ready, "revoke-prefix", revokePrefix(), may);
    ready = grant(ready, "disable-entity", SWITCH_ENTITY, may);
    return grant(ready, "enable-entity", SWITCH_ENTITY, may);
  }

  /**
   * Both are root-protected paths:
   * https://developer.hashicorp.com/vault/docs/concepts/policies#root-protected-api-endpoints
   */
  private Map<String, List<String>> revokePrefix() {
    Map<String, List<String>> needed = new LinkedHashMap<>();
    if (!revocable.isEmpty()) {
      needed.put("sys/leases/lookup", List.of("update"));
    }
    for (String prefix : revocable) {
      needed.put("sys/leases/revoke-prefix/" + prefix + "/", List.of("update", "sudo"));
      needed.put("sys/leases/lookup/" + prefix + "/", List.of("list", "sudo"));
    }
    return needed;
  }

  private static Readiness grant(
      Readiness ready,
      String action,
      Map<String, List<String>> needed,
      Map<String, Set<String>> may) {
    List<String> missing = new ArrayList<>();
    needed.forEach(
        (path, capabilities) -> {
          Set<String> has = may.getOrDefault(path, Set.of());
          if (!has.contains("root") && !has.containsAll(capabilities)) {
            missing.add(capabilities + " on " + path);
          }
        });
    return missing.isEmpty()
        ? ready.granted(action, "capabilities-self has " + needed)
        : ready.missing(
            action, "add to the policy of Firebreak's token: " + String.join(", ", missing));
  }
}
