package dev.firebreak.connector.evm;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Pauses and unpauses the contracts an operator listed.
 *
 * @param confirmations how many blocks, the newest included, a state must have lasted
 * @see <a href="https://docs.openzeppelin.com/contracts/5.x/api/utils#Pausable">Pausable</a>
 */
record Contracts(Node node, TransactionSender sender, List<EvmAddress> listed, int confirmations) {
  Contracts {
    listed = List.copyOf(listed);
  }

  /** One contract, by its address. */
  record Contract(
      @Describe("Address of the contract, one of the setting `contracts`.") String contract) {
    Contract {
      contract = new EvmAddress(contract).text();
    }

    EvmAddress address() {
      return new EvmAddress(contract);
    }

    Target target() {
      return new Target(TargetType.ADDRESS, contract);
    }
  }

  /**
   * @param transaction empty where none was needed
   */
  record Changed(
      @Describe("Hash of the transaction; empty where none was needed.") String transaction,
      @Describe("Whether the contract was in the wanted state before.") boolean already) {}

  /** The two states of a contract, and how it gets there. */
  enum Wanted {
    PAUSED("0x8456cb59", "pause"),
    RUNNING("0x3f4ba83a", "unpause");

    private final String selector;
    private final String verb;

    Wanted(String selector, String verb) {
      this.selector = selector;
      this.verb = verb;
    }

    byte[] data() {
      return Hex.bytes(selector);
    }

    private boolean is(boolean paused) {
      return paused == (this == PAUSED);
    }
  }

  /**
   * Done as soon as the node has the transaction; {@link #observe} tells when it counts.
   *
   * @throws ActionFailure BAD_INPUT for a contract that is not listed, or is none; otherwise as
   *     {@link TransactionSender#send}
   */
  Changed change(Call<Contract> call, Wanted wanted) throws ActionFailure {
    EvmAddress contract = requireListed(call.input());
    node.requireChain();
    if (wanted.is(paused(contract))) {
      return done(call);
    }
    try {
      return new Changed(sender.send(call, contract, wanted.data()), false);
    } catch (ActionFailure e) {
      // Somebody may have done it between our read and our transaction.
      if (e.kind() == ActionFailure.Kind.REFUSED && wanted.is(paused(contract))) {
        return done(call);
      }
      throw e;
    }
  }

  /** By this call's own transaction, whose answer may have been lost, or by somebody else. */
  private Changed done(Call<Contract> call) throws ActionFailure {
    return sender.done(call).map(own -> new Changed(own, false)).orElse(new Changed("", true));
  }

  /** HOLDS when the state is the wanted one in the newest block and so many before it. */
  Observation observe(Call<Contract> call, Wanted wanted) throws ActionFailure {
    EvmAddress contract = requireListed(call.input());
    node.requireChain();
    BigInteger newest = node.blockNumber();
    boolean paused =
        node.paused(contract, Hex.of(newest))
            .orElseThrow(() -> ActionFailure.unavailable(noContract(contract)));
    String seen = "paused()=" + paused + " at block " + newest;
    if (!wanted.is(paused)) {
      return sender
          .waiting(call)
          .map(w -> Observation.pending(seen + "; " + w))
          .orElseGet(() -> Observation.absent(seen));
    }
    BigInteger oldest =
        newest.subtract(BigInteger.valueOf(confirmations - 1L)).max(BigInteger.ZERO);
    Optional<Boolean> before = node.paused(contract, Hex.of(oldest));
    return before.filter(wanted::is).isPresent()
        ? Observation.holds(seen + " and at block " + oldest)
        : Observation.pending(seen + ", but not yet for " + confirmations + " blocks");
  }

  /** Also asks the contract whether it would. */
  Preview preview(Call<Contract> call, Wanted wanted) throws ActionFailure {
    EvmAddress contract = requireListed(call.input());
    node.requireChain();
    boolean paused = paused(contract);
    if (wanted.is(paused)) {
      return Preview.nothing(contract + ": paused()=" + paused + " already");
    }
    sender.requireAllowed(contract, wanted.data());
    return Preview.of(
        "would "
            + wanted.verb
            + " "
            + contract
            + " on chain "
            + node.chainId()
            + " (now paused()="
            + paused
            + ") by a transaction of "
            + sender.account(),
        List.of(call.input().target()));
  }

  /** Why the signer may not do this to some listed contract; empty where it may to all. */
  Optional<String> forbidden(Wanted wanted) throws ActionFailure {
    for (EvmAddress contract : listed) {
      Optional<Revert> revert = node.simulate(sender.account(), contract, wanted.data());
      if (revert.filter(r -> !r.isForItsState()).isPresent()) {
        return Optional.of(
            contract + " would refuse to " + wanted.verb + ": " + revert.get().sentence());
      }
    }
    return Optional.empty();
  }

  private EvmAddress requireListed(Contract input) throws ActionFailure {
    if (!listed.contains(input.address())) {
      throw ActionFailure.badInput(
          input.contract()
              + " is not one of the setting 'contracts'; list it there if that is meant");
    }
    return input.address();
  }

  private boolean paused(EvmAddress contract) throws ActionFailure {
    return node.paused(contract, "latest")
        .orElseThrow(() -> ActionFailure.badInput(noContract(contract)));
  }

  private String noContract(EvmAddress contract) {
    return "there is no contract with paused() at " + contract + " on chain " + node.chainId();
  }
}
