package dev.firebreak.connector.evm;

import dev.firebreak.http.VendorHttp;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Why a contract said no, in words. Knows the errors of OpenZeppelin's contracts and those of
 * Solidity itself.
 *
 * @see <a
 *     href="https://github.com/OpenZeppelin/openzeppelin-contracts/blob/master/contracts/utils/Pausable.sol">Pausable</a>
 * @see <a
 *     href="https://docs.soliditylang.org/en/latest/control-structures.html#error-handling-assert-require-revert-and-exceptions">Solidity's
 *     errors</a>
 */
record Revert(String data, String nodesWords) {
  private static final String ENFORCED_PAUSE = "0xd93c0665";
  private static final String EXPECTED_PAUSE = "0x8dfc202b";
  private static final String NO_ROLE = "0xe2517d3f";
  private static final String NOT_OWNER = "0x118cdaa7";
  private static final String NOT_MANAGED = "0x068ca9d8";
  private static final String REASON = "0x08c379a0";
  private static final String PANIC = "0x4e487b71";

  private static final Map<String, String> ROLES =
      Map.of(
          "0x65d7a28e3265b37a6474929f336521b332c1681b933f6cb9f3376673440d862a",
          "PAUSER_ROLE",
          "0x427da25fe773164f88948d3e215c94b6554e2ed5e5f203a821c9f2f6131cf75a",
          "UNPAUSER_ROLE",
          "0x" + "0".repeat(64),
          "DEFAULT_ADMIN_ROLE");

  static Revert of(RpcError error) {
    return new Revert(error.data(), error.getMessage());
  }

  /** Whether it says no because of the state it is in already, and not because of who asks. */
  boolean isForItsState() {
    return data.startsWith(ENFORCED_PAUSE)
        || data.startsWith(EXPECTED_PAUSE)
        || reason().startsWith("Pausable: ");
  }

  /** One clause, for example {@code it is paused already}. */
  String sentence() {
    return switch (data.length() < 10 ? "" : data.substring(0, 10)) {
      case ENFORCED_PAUSE -> "it is paused already";
      case EXPECTED_PAUSE -> "it is not paused";
      case NO_ROLE -> "account " + account() + " lacks the role " + role();
      case NOT_OWNER -> "account " + account() + " is not its owner";
      case NOT_MANAGED -> "account " + account() + " is not allowed to by its access manager";
      case REASON -> "it says '" + reason() + "'";
      case PANIC -> "it failed with panic code " + Hex.of(new BigInteger(1, word(0)));
      case "" -> "it reverted without a reason" + node();
      default -> "it reverted with the unknown error " + data.substring(0, 10) + node();
    };
  }

  private String node() {
    return nodesWords.isEmpty() ? "" : " (" + nodesWords + ")";
  }

  private String account() {
    return EvmAddress.of(Arrays.copyOfRange(word(0), 12, 32)).text();
  }

  private String role() {
    String role = Hex.of(word(1));
    return ROLES.containsKey(role) ? ROLES.get(role) + " (" + role + ")" : role;
  }

  /** The text of {@code Error(string)}; empty where it is none, or does not fit its own length. */
  private String reason() {
    if (!data.startsWith(REASON)) {
      return "";
    }
    byte[] all = Hex.bytes("0x" + data.substring(10));
    int length = new BigInteger(1, word(1)).min(BigInteger.valueOf(all.length)).intValue();
    int end = Math.min(64 + length, all.length);
    return end <= 64
        ? ""
        : VendorHttp.oneLine(new String(all, 64, end - 64, StandardCharsets.UTF_8));
  }

  /** The n-th 32 bytes after the selector, filled up with zeros. */
  private byte[] word(int n) {
    byte[] all = Hex.bytes("0x" + data.substring(10));
    return Arrays.copyOf(
        all.length > 32 * n ? Arrays.copyOfRange(all, 32 * n, all.length) : new byte[0], 32);
  }
}
