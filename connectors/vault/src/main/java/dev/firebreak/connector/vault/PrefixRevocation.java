package dev.firebreak.connector.vault;

import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Everything below a prefix.
 *
 * @param revocable the prefixes the operator allows, without slashes around
 */
record PrefixRevocation(Tokens tokens, Leases leases, List<String> revocable) {
  private static final int MOST_FOLDERS = 200;
  private static final int MOST_LEASES = 10_000;
  private static final int MOST_LOOKED_AT = 200;

  /**
   * Leases below a prefix.
   *
   * @param complete false where there are more
   */
  private record Found(List<String> ids, boolean complete) {
    String count() {
      return (complete ? "" : "more than ") + ids.size() + (ids.size() == 1 ? " lease" : " leases");
    }
  }

  Done revoke(Call<Prefix> call) throws ActionFailure {
    Prefix prefix = allowed(call.input());
    String own = tokens.self().path();
    if ((own + "/").startsWith(prefix.prefix() + "/")) {
      throw ActionFailure.refused(
          "prefix "
              + prefix.prefix()
              + " covers this connector's own token (made by "
              + own
              + "), which it keeps");
    }
    leases.revoke(prefix);
    return new Done();
  }

  Preview rehearse(Call<Prefix> call) throws ActionFailure {
    Prefix prefix = allowed(call.input());
    Found found = below(prefix);
    if (found.ids().isEmpty()) {
      return Preview.nothing("there is no lease below " + prefix.prefix());
    }
    List<Target> targets =
        found.ids().stream()
            .limit(Preview.MOST)
            .filter(id -> id.length() <= 512)
            .map(id -> new Target(TargetType.CREDENTIAL, id))
            .toList();
    return new Preview(
        "would revoke " + found.count() + " below " + prefix.prefix(), found.ids().size(), targets);
  }

  /**
   * HOLDS: no lease is there that is older than the call. PENDING: some are, but their time is
   * over, so that Vault is at it. Whoever got a new one meanwhile is another matter.
   */
  Observation observe(Call<Prefix> call) throws ActionFailure {
    Prefix prefix = allowed(call.input());
    Found found = below(prefix);
    Instant asked = call.deadline().minus(Vault.QUEUE_DEADLINE).plus(leases.vault().skew());
    Optional<Lease> ending = Optional.empty();
    for (String id : found.ids().subList(0, Math.min(found.ids().size(), MOST_LOOKED_AT))) {
      Optional<Lease> lease = leases.lease(id).filter(l -> l.issued().isBefore(asked));
      if (lease.isPresent() && !lease.get().ending()) {
        return Observation.absent(found.count() + ", and an old one is valid");
      }
      ending = lease.isPresent() ? lease : ending;
    }
    if (ending.isPresent()) {
      return Observation.pending(found.count() + "; of an old one: " + ending.get().whileEnding());
    }
    return found.complete() && found.ids().size() <= MOST_LOOKED_AT
        ? Observation.holds("no lease older than the call (" + found.count() + ")")
        : Observation.absent(found.count() + ", too many to look at each; look there yourself");
  }

  private Prefix allowed(Prefix prefix) throws ActionFailure {
    if (revocable.stream().noneMatch(prefix::within)) {
      throw ActionFailure.badInput(
          "prefix "
              + prefix.prefix()
              + " is not within setting 'revocable-prefixes' "
              + revocable
              + "; nothing was revoked");
    }
    return prefix;
  }

  private Found below(Prefix prefix) throws ActionFailure {
    Deque<String> folders = new ArrayDeque<>(List.of(prefix.prefix() + "/"));
    List<String> ids = new ArrayList<>();
    for (int listed = 0; !folders.isEmpty(); listed++) {
      if (listed == MOST_FOLDERS || ids.size() > MOST_LEASES) {
        return new Found(List.copyOf(ids), false);
      }
      String folder = folders.remove();
      for (String key : leases.list(folder)) {
        (key.endsWith("/") ? folders : ids).add(folder + key);
      }
    }
    return new Found(List.copyOf(ids), true);
  }
}
