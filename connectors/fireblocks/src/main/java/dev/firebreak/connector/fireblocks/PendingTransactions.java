package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Cancels what has not left a vault account yet. */
final class PendingTransactions {
  /**
   * @param vaultAccount numeric id
   * @param assets ids such as {@code ETH}; empty for all
   */
  record Cancel(
      @Describe("Numeric id of the vault account, for example 0.") String vaultAccount,
      @Describe("Asset ids to limit it to, for example ETH; leave out for all.")
          Optional<List<String>> assets) {
    Cancel {
      if (!vaultAccount.matches("[0-9]{1,19}")) {
        throw new IllegalArgumentException(
            "vaultAccount must be the numeric id of a vault account, got '" + vaultAccount + "'");
      }
      assets = assets.map(List::copyOf);
      if (assets.map(a -> a.isEmpty() || a.stream().anyMatch(String::isBlank)).orElse(false)) {
        throw new IllegalArgumentException(
            "assets must name at least one asset; leave it out to mean all");
      }
    }
  }

  /**
   * @param cancelled how many the vendor stopped for this call
   * @param tooLate ids of those that were broadcast before they could be stopped
   */
  record Cancelled(
      @Describe("How many transactions were stopped.") int cancelled,
      @Describe("Ids of transactions that were broadcast before they could be stopped.")
          List<String> tooLate) {
    Cancelled {
      tooLate = List.copyOf(tooLate);
    }
  }

  /**
   * The one nearest to the chain first; then the way a transaction goes, so that one that moves on
   * meanwhile is met again.
   */
  private static final List<String> ORDER =
      Stream.concat(Stream.of("PENDING_SIGNATURE"), TransactionStatus.BEFORE_BROADCASTING.stream())
          .toList();

  private final FireblocksClient client;
  private final Transactions transactions;
  private final Clock clock;

  PendingTransactions(FireblocksClient client, Transactions transactions, Clock clock) {
    this.client = client;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What became of the transactions so far. */
  private record Tally(
      Set<String> stopped,
      Set<String> tooLate,
      Map<String, String> left,
      Map<String, ActionFailure> lost) {
    Tally() {
      this(
          new LinkedHashSet<>(),
          new LinkedHashSet<>(),
          new LinkedHashMap<>(),
          new LinkedHashMap<>());
    }

    boolean settled(String id) {
      return stopped.contains(id) || tooLate.contains(id);
    }

    boolean nothingFound() {
      return stopped.isEmpty() && tooLate.isEmpty() && left.isEmpty() && lost.isEmpty();
    }
  }

  /**
   * Cancels each one by itself: one that fails does not keep the others from being stopped.
   *
   * @throws ActionFailure BAD_INPUT for an account that does not exist; REFUSED when some can't be
   *     cancelled; UNKNOWN when an answer was lost
   */
  Cancelled cancel(Call<Cancel> call) throws ActionFailure {
    Cancel input = call.input();
    Tally tally = new Tally();
    for (String status : ORDER) {
      for (String id : transactions.ids(input.vaultAccount(), input.assets(), status)) {
        if (!tally.settled(id) && !tally.lost().containsKey(id)) {
          requireTime(call, tally);
          cancelOne(call.idempotencyKey(), id, status, tally);
        }
      }
    }
    if (tally.nothingFound()) {
      String unused = transactions.requireVaultAccount(input.vaultAccount());
    }
    return result(input, tally);
  }

  /** HOLDS when nothing of the account can be cancelled any more and nothing is being cancelled. */
  Observation observe(Call<Cancel> call) throws ActionFailure {
    Cancel input = call.input();
    String account = "vault account " + input.vaultAccount();
    Map<String, Integer> open = new LinkedHashMap<>();
    for (String status : TransactionStatus.BEFORE_BROADCASTING) {
      int n = transactions.ids(input.vaultAccount(), input.assets(), status).size();
      if (n > 0) {
        open.put(status, n);
      }
    }
    if (!open.isEmpty()) {
      return Observation.absent(account + ": not yet cancelled: " + open);
    }
    int cancelling =
        transactions.ids(input.vaultAccount(), input.assets(), TransactionStatus.CANCELLING).size();
    if (cancelling > 0) {
      return Observation.pending(account + ": " + cancelling + " being cancelled");
    }
    String unused = transactions.requireVaultAccount(input.vaultAccount());
    return Observation.holds(account + ": no transaction waits before broadcasting");
  }

  /** A lost answer is noted, not repeated: the read-back decides about it. */
  private void cancelOne(String idempotencyKey, String id, String status, Tally tally)
      throws ActionFailure {
    try {
      cancel(idempotencyKey, id, status, tally);
    } catch (ActionFailure e) {
      if (e.kind() != ActionFailure.Kind.UNKNOWN) {
        throw e;
      }
      tally.lost().put(id, e);
    }
  }

  /**
   * The vendor documents no error code for "too late", so what an error means is read from the
   * transaction. The second try has a key of its own: after an internal error the vendor answers
   * every repeat of a key with 400.
   *
   * @see <a
   *     href="https://developers.fireblocks.com/changelog/announcement-change-in-idempotency-key-header-from-error-500-to-400">Change
   *     of Idempotency-Key</a>
   */
  private void cancel(String idempotencyKey, String id, String listedStatus, Tally tally)
      throws ActionFailure {
    for (String attempt : List.of("first", "second")) {
      Response response =
          client.post(
              Request.path("/transactions/{}/cancel", id),
              keyFor(idempotencyKey, id, listedStatus, attempt));
      if (response.ok() && response.json().path("success").asBoolean()) {
        tally.stopped().add(id);
        tally.left().remove(id);
        return;
      }
      String status = transactions.status(id);
      switch (TransactionStatus.of(status)) {
        case STOPPED -> tally.stopped().add(id);
        case TOO_LATE -> tally.tooLate().add(id);
        case CANCELLABLE ->
            tally.left().put(id, status + ", " + FireblocksClient.problem(response));
      }
      if (tally.settled(id)) {
        tally.left().remove(id);
        return;
      }
    }
  }

  /**
   * One key for each transaction of a step. The status is in it because a transaction that moved on
   * is worth asking about again, and the vendor would only repeat its first answer.
   */
  private static String keyFor(String idempotencyKey, String id, String status, String attempt) {
    String all = String.join("|", idempotencyKey, id, status, attempt);
    return RequestSigner.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, 40);
  }

  private void requireTime(Call<Cancel> call, Tally tally) throws ActionFailure {
    if (clock.instant().isAfter(call.deadline())) {
      throw ActionFailure.unknown(
          "time ran out after "
              + tally.stopped().size()
              + " cancelled transactions of vault account "
              + call.input().vaultAccount()
              + "; others still wait");
    }
  }

  private static Cancelled result(Cancel input, Tally tally) throws ActionFailure {
    String account = " of vault account " + input.vaultAccount();
    if (!tally.lost().isEmpty()) {
      ActionFailure first = tally.lost().values().iterator().next();
      throw ActionFailure.unknown(
          tally.stopped().size()
              + " transactions"
              + account
              + " cancelled, but the answer to "
              + tally.lost().size()
              + " more is lost: "
              + first.getMessage(),
          first);
    }
    if (!tally.left().isEmpty()) {
      throw ActionFailure.refused(
          tally.left().size()
              + " transactions"
              + account
              + " could not be cancelled ("
              + tally.stopped().size()
              + " were): "
              + tally.left()
              + "; cancel them in the Fireblocks console or freeze the workspace");
    }
    return new Cancelled(tally.stopped().size(), List.copyOf(tally.tooLate()));
  }
}
