package dev.firebreak.connector.evm;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an account holds, all of it at one block.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-20">ERC-20</a>
 */
record Balances(Node node) {
  private static final int MOST_TOKENS = 50;
  private static final byte[] BALANCE_OF = Hex.bytes("0x70a08231");
  private static final byte[] DECIMALS = Hex.bytes("0x313ce567");
  private static final BigInteger MOST_DECIMALS = BigInteger.valueOf(255);

  /**
   * @param tokens addresses of ERC-20 contracts, at most 50
   */
  record Account(
      @Describe("Address of the account.") String address,
      @Describe("Addresses of ERC-20 contracts to ask as well, at most 50.") List<String> tokens) {
    Account {
      address = new EvmAddress(address).text();
      tokens = tokens.stream().map(t -> new EvmAddress(t).text()).toList();
      if (tokens.size() > MOST_TOKENS) {
        throw new IllegalArgumentException("tokens must be at most " + MOST_TOKENS);
      }
    }

    Target target() {
      return new Target(TargetType.ADDRESS, address);
    }
  }

  /**
   * @param balance in the token's smallest unit
   * @param decimals how many decimal places a whole one has, where the contract says so
   */
  record TokenBalance(String token, String balance, Optional<Integer> decimals) {}

  /**
   * @param block the block everything was read at
   * @param balance of the chain's own coin, in wei
   */
  record Held(String address, long block, String balance, List<TokenBalance> tokens) {
    Held {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * @throws ActionFailure BAD_INPUT for a token that is none
   */
  Held read(Call<Account> call) throws ActionFailure {
    node.requireChain();
    EvmAddress account = new EvmAddress(call.input().address());
    BigInteger block = node.blockNumber();
    String at = Hex.of(block);
    BigInteger own = node.balance(account, at);
    List<TokenBalance> tokens = new ArrayList<>();
    for (String token : call.input().tokens()) {
      tokens.add(balance(new EvmAddress(token), account, at));
    }
    return new Held(account.text(), block.longValue(), own.toString(), tokens);
  }

  private TokenBalance balance(EvmAddress token, EvmAddress account, String at)
      throws ActionFailure {
    BigInteger balance =
        node.number(token, balanceOf(account), at)
            .orElseThrow(
                () -> ActionFailure.badInput(token + " is no ERC-20 token: it tells no balance"));
    Optional<Integer> decimals =
        node.number(token, DECIMALS, at)
            .filter(d -> d.compareTo(MOST_DECIMALS) <= 0)
            .map(BigInteger::intValue);
    return new TokenBalance(token.text(), balance.toString(), decimals);
  }

  private static byte[] balanceOf(EvmAddress account) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(BALANCE_OF);
    data.writeBytes(Hex.word(new BigInteger(1, account.bytes())));
    return data.toByteArray();
  }
}
