package dev.firebreak.connector.evm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.evm.SentTransactions.Attempt;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Sends one transaction for a call, however often the call is made. What is sent is written down
 * first. A call that comes again looks for its transaction: in a block, then it is done; else the
 * same bytes are sent again, or, when they wait too long, others under the same nonce with higher
 * fees. Only when another transaction took its nonce can it never happen any more, and one with a
 * new nonce is made. Sends one at a time, so that two calls do not take the same nonce.
 */
final class TransactionSender {
  private final Node node;
  private final TransactionSigner signer;
  private final SentTransactions sent;
  private final Limits limits;
  private final Clock clock;

  TransactionSender(
      Node node, TransactionSigner signer, SentTransactions sent, Limits limits, Clock clock) {
    this.node = node;
    this.signer = signer;
    this.sent = sent;
    this.limits = limits;
    this.clock = clock;
  }

  EvmAddress account() {
    return signer.account();
  }

  /**
   * @return the hash of the transaction that the node has
   * @throws ActionFailure REFUSED for what the contract or the limits forbid, UNAVAILABLE where
   *     nothing was sent, UNKNOWN where that is not certain
   */
  synchronized String send(Call<?> call, EvmAddress to, byte[] data) throws ActionFailure {
    Optional<String> done = done(call);
    if (done.isPresent()) {
      return done.get();
    }
    List<Attempt> attempts = sent.of(call.idempotencyKey());
    if (!attempts.isEmpty()) {
      Attempt last = attempts.get(attempts.size() - 1);
      if (last.nonce().compareTo(node.minedNonce(account())) >= 0) {
        return again(call, last, to, data);
      }
    }
    requireAllowed(to, data);
    BigInteger gas = limits.gas(node.estimateGas(account(), to, data));
    Unsigned.Fees fees = fees();
    BigInteger nonce = node.nextNonce(account());
    return first(call, attempts.size(), new Unsigned(node.chainId(), nonce, fees, gas, to, data));
  }

  /** The call's transaction that is in a block and succeeded. */
  Optional<String> done(Call<?> call) throws ActionFailure {
    for (Attempt a : sent.of(call.idempotencyKey())) {
      if (node.succeeded(a.hash()).orElse(false)) {
        return Optional.of(a.hash());
      }
    }
    return Optional.empty();
  }

  /** What of a call's transactions is not in a block yet, in a few words. */
  Optional<String> waiting(Call<?> call) throws ActionFailure {
    for (Attempt a : sent.of(call.idempotencyKey())) {
      if (node.succeeded(a.hash()).isEmpty() && node.knows(a.hash())) {
        return Optional.of("transaction " + a.hash() + " waits for a block");
      }
    }
    return Optional.empty();
  }

  /**
   * @throws ActionFailure REFUSED in words, where the contract would not do it for this account
   */
  void requireAllowed(EvmAddress to, byte[] data) throws ActionFailure {
    Optional<Revert> revert = node.simulate(account(), to, data);
    if (revert.isPresent()) {
      throw ActionFailure.refused(to + " would refuse: " + revert.get().sentence());
    }
  }

  private String again(Call<?> call, Attempt last, EvmAddress to, byte[] data)
      throws ActionFailure {
    if (!clock.instant().isBefore(last.at().plus(limits.stuckAfter()))) {
      return replace(call, last, to, data);
    }
    Optional<ActionFailure> failure = broadcast(last);
    if (failure.isEmpty()) {
      return last.hash();
    }
    if (failure.get().kind() == ActionFailure.Kind.REFUSED) {
      return replace(call, last, to, data);
    }
    throw failure.get();
  }

  /** Under the same nonce, so that at most one of both can ever get into a block. */
  private String replace(Call<?> call, Attempt last, EvmAddress to, byte[] data)
      throws ActionFailure {
    Unsigned.Fees fees = limits.above(last.fees(), fees());
    if (!limits.allows(fees)) {
      return sameBytes(last);
    }
    try {
      Unsigned higher = new Unsigned(node.chainId(), last.nonce(), fees, last.gas(), to, data);
      return first(call, last.number() + 1, higher);
    } catch (ActionFailure e) {
      if (e.kind() == ActionFailure.Kind.UNAVAILABLE && node.knows(last.hash())) {
        return last.hash();
      }
      throw e;
    }
  }

  private String sameBytes(Attempt last) throws ActionFailure {
    Optional<ActionFailure> failure = broadcast(last);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return last.hash();
  }

  private String first(Call<?> call, int number, Unsigned transaction) throws ActionFailure {
    Attempt attempt = Attempt.of(number, transaction, signer.sign(transaction), clock.instant());
    sent.add(call.idempotencyKey(), attempt, "for incident " + call.incidentId());
    Optional<ActionFailure> failure = broadcast(attempt);
    if (failure.isPresent()) {
      sent.forget(call.idempotencyKey(), attempt);
      throw failure.get();
    }
    return attempt.hash();
  }

  /**
   * @return why the node certainly did not take it; empty where it has it
   * @throws ActionFailure where neither is certain
   */
  private Optional<ActionFailure> broadcast(Attempt attempt) throws ActionFailure {
    try {
      JsonNode hash = node.rpc().change("eth_sendRawTransaction", attempt.raw());
      if (!hash.asText("").equalsIgnoreCase(attempt.hash())) {
        throw ActionFailure.unknown(
            "the node answered with another hash than that of transaction " + attempt.hash());
      }
      return Optional.empty();
    } catch (RpcError e) {
      return refusal(attempt, e);
    }
  }

  private Optional<ActionFailure> refusal(Attempt attempt, RpcError e) throws ActionFailure {
    String which = " with nonce " + attempt.nonce() + " of account " + account();
    return switch (Verdict.of(e)) {
      case KNOWN -> Optional.empty();
      case NONCE_USED ->
          node.knows(attempt.hash())
              ? Optional.empty()
              : notNow("another transaction" + which + " is in a block");
      case UNDERPRICED -> notNow("another transaction" + which + " waits for a block");
      case REJECTED ->
          Optional.of(
              ActionFailure.refused("the node does not take the transaction: " + e.getMessage()));
      case UNCLEAR ->
          throw ActionFailure.unknown(
              "the node answered transaction " + attempt.hash() + " with: " + e.getMessage());
    };
  }

  private static Optional<ActionFailure> notNow(String reason) {
    return Optional.of(ActionFailure.unavailable("the transaction was not taken: " + reason));
  }

  private Unsigned.Fees fees() throws ActionFailure {
    return limits.fees(node.baseFee(), node.suggestedTip().orElse(BigInteger.ZERO));
  }
}
