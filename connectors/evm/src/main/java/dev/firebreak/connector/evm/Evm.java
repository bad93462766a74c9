package dev.firebreak.connector.evm;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.evm.Contracts.Contract;
import dev.firebreak.connector.evm.Contracts.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be done on one chain with one account. */
record Evm(Node node, TransactionSigner signer, Contracts contracts, Balances balances)
    implements Connector {
  /** Blocks take seconds, and a full pool makes them wait. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "evm";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(pause(), unpause(), readBalances());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    node.requireChain();
    signer.requireReady();
    EvmAddress account = signer.account();
    boolean empty = node.balance(account, "latest").signum() == 0;
    Readiness ready = Readiness.as("account " + account + " on chain " + node.chainId());
    ready = ready.granted("read-balances", "the node answers on chain " + node.chainId());
    for (Wanted wanted : Wanted.values()) {
      String action = wanted == Wanted.PAUSED ? "pause" : "unpause";
      Optional<String> reason =
          empty
              ? Optional.of(account + " has nothing to pay for gas with; send it some")
              : contracts.forbidden(wanted);
      ready =
          reason.isPresent()
              ? ready.missing(action, reason.get())
              : ready.granted(action, "every listed contract would do it for " + account);
    }
    return ready;
  }

  private Action<Contract, Contracts.Changed> pause() {
    return Action.named(
            "pause",
            Contract.class,
            Contracts.Changed.class,
            call -> contracts.change(call, Wanted.PAUSED))
        .description(
            "Pauses a contract by a transaction: whatever its makers put under whenNotPaused stops."
                + " One that is paused already gets no transaction.")
        .effect(Effect.CONTAIN)
        .on(Contract::target)
        .rehearsedBy(call -> contracts.preview(call, Wanted.PAUSED))
        .probedBy(call -> contracts.observe(call, Wanted.PAUSED))
        .undoneBy("unpause", call -> call.input())
        .deadline(DEADLINE)
        .build();
  }

  private Action<Contract, Contracts.Changed> unpause() {
    return Action.named(
            "unpause",
            Contract.class,
            Contracts.Changed.class,
            call -> contracts.change(call, Wanted.RUNNING))
        .description("Lets a paused contract run again, by a transaction.")
        .effect(Effect.RELEASE)
        .on(Contract::target)
        .rehearsedBy(call -> contracts.preview(call, Wanted.RUNNING))
        .probedBy(call -> contracts.observe(call, Wanted.RUNNING))
        .deadline(DEADLINE)
        .build();
  }

  private Action<Balances.Account, Balances.Held> readBalances() {
    return Action.named(
            "read-balances", Balances.Account.class, Balances.Held.class, balances::read)
        .description("Reads what an account holds of the chain's coin and of ERC-20 tokens.")
        .effect(Effect.READ)
        .on(Balances.Account::target)
        .build();
  }
}
