package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Listing and rejecting what waits to leave one wallet. */
record ApprovalActions(PendingApprovals approvals, Clock clock) {
  private static final int MOST_NAMED = 10;

  record Listed(List<Approval> approvals) {
    Listed {
      approvals = List.copyOf(approvals);
    }
  }

  /**
   * @param tooLate ids
   */
  record Rejected(
      @Describe("How many withdrawals this call stopped.") int rejected,
      @Describe("Ids of those that were approved before they could be rejected.")
          List<String> tooLate) {
    Rejected {
      tooLate = List.copyOf(tooLate);
    }
  }

  /** What became of them so far. */
  private record Tally(
      List<String> rejected, List<String> tooLate, List<String> refused, List<ActionFailure> lost) {
    Tally() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  Listed list(Call<OneWallet> call) throws ActionFailure {
    return new Listed(approvals.of(call.input()));
  }

  /**
   * Rejects each one by itself: one that fails does not keep the others from being stopped.
   *
   * @throws ActionFailure REFUSED when some cannot be rejected; UNKNOWN when an answer was lost
   */
  Rejected reject(Call<OneWallet> call) throws ActionFailure {
    OneWallet wallet = call.input();
    Tally tally = new Tally();
    for (Approval approval : withdrawals(wallet)) {
      if (approval.waits()) {
        requireTime(call, tally);
        rejectOne(wallet, approval.id(), tally);
      } else if (approval.isOnItsWay()) {
        tally.tooLate().add(approval.id());
      }
    }
    return result(wallet, tally);
  }

  private void rejectOne(OneWallet wallet, String id, Tally tally) throws ActionFailure {
    try {
      settle(id, approvals.reject(wallet, id), tally);
    } catch (ActionFailure failure) {
      switch (failure.kind()) {
        case REFUSED, BAD_INPUT -> settle(id, afterRefusal(wallet, id, failure), tally);
        case UNKNOWN -> tally.lost().add(failure);
        case UNAVAILABLE -> throw failure;
      }
    }
  }

  /** Somebody may have approved or rejected it between our read and our request. */
  private String afterRefusal(OneWallet wallet, String id, ActionFailure refusal)
      throws ActionFailure {
    try {
      Approval now = approvals.read(wallet, id);
      return now.waits() ? refusal.getMessage() : now.state();
    } catch (ActionFailure unreadable) {
      if (unreadable.kind() == ActionFailure.Kind.REFUSED) {
        return refusal.getMessage();
      }
      throw unreadable;
    }
  }

  private static void settle(String id, String state, Tally tally) {
    switch (state) {
      case "rejected" -> tally.rejected().add(id);
      case "approved", "processing" -> tally.tooLate().add(id);
      default -> tally.refused().add(id + ": " + state);
    }
  }

  private void requireTime(Call<OneWallet> call, Tally tally) throws ActionFailure {
    if (!clock.instant().isBefore(call.deadline())) {
      throw ActionFailure.unknown(
          "time ran out after " + tally.rejected().size() + " withdrawals were rejected");
    }
  }

  private static Rejected result(OneWallet wallet, Tally tally) throws ActionFailure {
    if (!tally.lost().isEmpty()) {
      throw ActionFailure.unknown(
          tally.lost().size()
              + " withdrawals of "
              + wallet
              + " may or may not be rejected; first: "
              + tally.lost().get(0).getMessage(),
          tally.lost().get(0));
    }
    if (!tally.refused().isEmpty()) {
      throw ActionFailure.refused(
          tally.refused().size()
              + " withdrawals of "
              + wallet
              + " still wait ("
              + tally.rejected().size()
              + " rejected), first: "
              + tally.refused().get(0)
              + "; reject them at BitGo, and freeze the wallet");
    }
    return new Rejected(tally.rejected().size(), tally.tooLate());
  }

  /** HOLDS when no withdrawal of the wallet waits for approval. */
  Observation observe(Call<OneWallet> call) throws ActionFailure {
    List<Approval> waiting = waiting(call.input());
    return waiting.isEmpty()
        ? Observation.holds("no withdrawal waits for approval")
        : Observation.absent(waiting.size() + " withdrawals wait for approval");
  }

  Preview preview(Call<OneWallet> call) throws ActionFailure {
    OneWallet wallet = call.input();
    List<Approval> waiting = waiting(wallet);
    if (waiting.isEmpty()) {
      return Preview.nothing("no withdrawal of " + wallet + " waits for approval");
    }
    String named =
        waiting.stream()
            .limit(MOST_NAMED)
            .map(a -> a.id() + " " + a.state() + paying(a))
            .collect(Collectors.joining("; "));
    return new Preview(
        "would reject for good "
            + waiting.size()
            + " withdrawals of "
            + wallet
            + ": "
            + named
            + (waiting.size() > MOST_NAMED ? "; ..." : ""),
        waiting.size(),
        List.of(wallet.target()));
  }

  private static String paying(Approval approval) {
    return approval.recipients().stream()
        .findFirst()
        .map(r -> " (" + r.amount() + " to " + r.address() + ")")
        .orElse("");
  }

  private List<Approval> waiting(OneWallet wallet) throws ActionFailure {
    return withdrawals(wallet).stream().filter(Approval::waits).toList();
  }

  private List<Approval> withdrawals(OneWallet wallet) throws ActionFailure {
    return approvals.of(wallet).stream().filter(Approval::isTransaction).toList();
  }
}
