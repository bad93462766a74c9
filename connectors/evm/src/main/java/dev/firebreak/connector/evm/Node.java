package dev.firebreak.connector.evm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/**
 * One node, and what its answers mean. Throws what {@link Rpc#read} throws; an error where none is
 * to be expected is UNAVAILABLE.
 *
 * @see <a href="https://ethereum.github.io/execution-apis/">Execution APIs</a>
 */
record Node(Rpc rpc, long chainId) {
  /** {@code paused()}. */
  private static final String PAUSED = "0x5c975abb";

  private static final int LONGEST_NUMBER = 62;

  /**
   * @throws ActionFailure REFUSED where the node is on another chain than the setting says
   */
  void requireChain() throws ActionFailure {
    BigInteger chain = quantity("eth_chainId");
    if (!chain.equals(BigInteger.valueOf(chainId))) {
      throw ActionFailure.refused(
          "the node is on chain "
              + chain
              + ", the setting 'chain-id' says "
              + chainId
              + "; check the connector's url");
    }
  }

  BigInteger blockNumber() throws ActionFailure {
    BigInteger number = quantity("eth_blockNumber");
    if (number.bitLength() > LONGEST_NUMBER) {
      throw ActionFailure.unavailable("the node's newest block has the number " + number);
    }
    return number;
  }

  /**
   * Whether a contract was paused at a block; empty where there was no contract that can tell.
   *
   * @param block a number in hex, or {@code latest}
   */
  Optional<Boolean> paused(EvmAddress contract, String block) throws ActionFailure {
    try {
      String answer = text("eth_call", Map.of("to", contract.text(), "data", PAUSED), block);
      if (answer.equals("0x")) {
        return Optional.empty();
      }
      if (Hex.isBytes(answer) && answer.length() == 66) {
        BigInteger value = Hex.quantity(answer);
        if (value.bitLength() <= 1) {
          return Optional.of(value.signum() == 1);
        }
      }
      throw ActionFailure.unavailable(
          "paused() of " + contract + " was answered with neither true nor false");
    } catch (RpcError e) {
      if (e.isRevert()) {
        return Optional.empty();
      }
      throw unexpected("eth_call", e);
    }
  }

  /**
   * Calls a contract without sending anything.
   *
   * @return why it would revert; empty where it would not
   */
  Optional<Revert> simulate(EvmAddress from, EvmAddress to, byte[] data) throws ActionFailure {
    try {
      var unused = rpc.read("eth_call", transaction(from, to, data), "latest");
      return Optional.empty();
    } catch (RpcError e) {
      if (e.isRevert()) {
        return Optional.of(Revert.of(e));
      }
      throw refused("eth_call", e);
    }
  }

  BigInteger estimateGas(EvmAddress from, EvmAddress to, byte[] data) throws ActionFailure {
    try {
      return quantity(rpc.read("eth_estimateGas", transaction(from, to, data)), "eth_estimateGas");
    } catch (RpcError e) {
      throw e.isRevert()
          ? ActionFailure.refused(to + " would refuse: " + Revert.of(e).sentence())
          : refused("eth_estimateGas", e);
    }
  }

  /** The base fee of the newest block, in wei. */
  BigInteger baseFee() throws ActionFailure {
    JsonNode block = read("eth_getBlockByNumber", "latest", false);
    String fee = block.path("baseFeePerGas").asText("");
    if (!Hex.isQuantity(fee)) {
      throw ActionFailure.refused(
          "the newest block has no base fee: this chain has no EIP-1559 transactions, which is what"
              + " Firebreak sends");
    }
    return Hex.quantity(fee);
  }

  /** The tip the node suggests, in wei; empty where it suggests none. */
  Optional<BigInteger> suggestedTip() throws ActionFailure {
    try {
      String tip = rpc.read("eth_maxPriorityFeePerGas").asText("");
      return Hex.isQuantity(tip) ? Optional.of(Hex.quantity(tip)) : Optional.empty();
    } catch (RpcError e) {
      return Optional.empty();
    }
  }

  /** How many transactions of an account are in blocks. */
  BigInteger minedNonce(EvmAddress account) throws ActionFailure {
    return quantity("eth_getTransactionCount", account.text(), "latest");
  }

  /** The same, and those that wait for a block. */
  BigInteger nextNonce(EvmAddress account) throws ActionFailure {
    return quantity("eth_getTransactionCount", account.text(), "pending");
  }

  /** Whether a transaction that is in a block succeeded; empty where it is in none. */
  Optional<Boolean> succeeded(String hash) throws ActionFailure {
    JsonNode receipt = read("eth_getTransactionReceipt", hash);
    if (receipt.isNull()) {
      return Optional.empty();
    }
    return switch (receipt.path("status").asText("")) {
      case "0x1" -> Optional.of(true);
      case "0x0" -> Optional.of(false);
      default -> throw ActionFailure.unavailable("the receipt of " + hash + " has no status");
    };
  }

  /** Whether the node has a transaction, in a block or waiting for one. */
  boolean knows(String hash) throws ActionFailure {
    JsonNode found = read("eth_getTransactionByHash", hash);
    if (!found.isNull() && !found.path("hash").asText("").equalsIgnoreCase(hash)) {
      throw ActionFailure.unavailable(
          "the node answered for transaction " + hash + " with another");
    }
    return !found.isNull();
  }

  BigInteger balance(EvmAddress account, String block) throws ActionFailure {
    return quantity("eth_getBalance", account.text(), block);
  }

  /** What a contract answers with one number; empty where it does not. */
  Optional<BigInteger> number(EvmAddress contract, byte[] data, String block) throws ActionFailure {
    try {
      String answer = text("eth_call", Map.of("to", contract.text(), "data", Hex.of(data)), block);
      return Hex.isBytes(answer) && answer.length() == 66
          ? Optional.of(Hex.quantity(answer))
          : Optional.empty();
    } catch (RpcError e) {
      if (e.isRevert()) {
        return Optional.empty();
      }
      throw unexpected("eth_call", e);
    }
  }

  private static Map<String, String> transaction(EvmAddress from, EvmAddress to, byte[] data) {
    return Map.of("from", from.text(), "to", to.text(), "data", Hex.of(data));
  }

  private String text(String method, Object... params) throws ActionFailure, RpcError {
    JsonNode result = rpc.read(method, params);
    if (!result.isTextual()) {
      throw ActionFailure.unavailable("the node's answer to " + method + " is no text");
    }
    return result.textValue();
  }

  private JsonNode read(String method, Object... params) throws ActionFailure {
    try {
      return rpc.read(method, params);
    } catch (RpcError e) {
      throw unexpected(method, e);
    }
  }

  private BigInteger quantity(String method, Object... params) throws ActionFailure {
    return quantity(read(method, params), method);
  }

  private static BigInteger quantity(JsonNode result, String method) throws ActionFailure {
    if (!result.isTextual() || !Hex.isQuantity(result.textValue())) {
      throw ActionFailure.unavailable("the node's answer to " + method + " is no quantity");
    }
    return Hex.quantity(result.textValue());
  }

  private static ActionFailure unexpected(String method, RpcError e) {
    return ActionFailure.unavailable(
        "the node answered " + method + " with error " + e.code() + ": " + e.getMessage());
  }

  private static ActionFailure refused(String method, RpcError e) {
    return e.says("insufficient funds", "exceeds allowance")
        ? ActionFailure.refused("the signer has too little to pay for gas: " + e.getMessage())
        : unexpected(method, e);
  }
}
