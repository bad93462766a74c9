package dev.firebreak.connector.evm;

import com.esaulpaugh.headlong.rlp.RLPDecoder;
import com.esaulpaugh.headlong.rlp.RLPItem;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signs by {@code eth_signTransaction} of whatever speaks it: Web3Signer, Clef, a node with an
 * account of its own. Some answer with the signed bytes, some with an object that has them as
 * {@code raw}.
 *
 * @see <a href="https://docs.web3signer.consensys.io/reference/api/json-rpc">Web3Signer JSON-RPC
 *     API</a>
 * @see <a href="https://geth.ethereum.org/docs/tools/clef/apis">Clef</a>
 */
record RpcSigner(Rpc rpc, EvmAddress account) implements TransactionSigner {
  private static final int FIELDS = 12;

  @Override
  public byte[] sign(Unsigned t) throws ActionFailure {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("type", "0x2");
    asked.put("chainId", Hex.of(t.chainId()));
    asked.put("from", account.text());
    asked.put("to", t.to().text());
    asked.put("nonce", Hex.of(t.nonce()));
    asked.put("gas", Hex.of(t.gas()));
    asked.put("maxPriorityFeePerGas", Hex.of(t.fees().tip()));
    asked.put("maxFeePerGas", Hex.of(t.fees().most()));
    asked.put("value", "0x0");
    asked.put("data", Hex.of(t.data()));
    JsonNode answer = read("eth_signTransaction", asked);
    String raw = answer.isObject() ? answer.path("raw").asText("") : answer.asText("");
    return checked(t, raw);
  }

  @Override
  public void requireReady() throws ActionFailure {
    for (JsonNode held : read("eth_accounts")) {
      if (held.asText("").equalsIgnoreCase(account.text())) {
        return;
      }
    }
    throw ActionFailure.refused("the signer does not list the account " + account);
  }

  /** Only the signature is taken from the answer; all else must be what was asked for. */
  private byte[] checked(Unsigned t, String raw) throws ActionFailure {
    byte[] signed = TransactionSigner.checked(t, signature(raw), account);
    if (!Arrays.equals(signed, Hex.bytes(raw))) {
      throw ActionFailure.refused("the signer signed another transaction than it was asked to");
    }
    return signed;
  }

  private static Secp256k1.Signature signature(String raw) throws ActionFailure {
    if (Hex.isBytes(raw) && raw.startsWith("0x02")) {
      try {
        RLPItem signed = RLPDecoder.RLP_STRICT.wrapItem(Hex.bytes(raw), 1);
        List<RLPItem> fields = signed.isList() ? signed.asRLPList().elements() : List.of();
        if (fields.size() == FIELDS) {
          return new Secp256k1.Signature(
              number(fields.get(10)), number(fields.get(11)), number(fields.get(9)).signum() == 1);
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw ActionFailure.refused("the signer's answer is no signed transaction");
      }
    }
    throw ActionFailure.refused("the signer's answer is no signed transaction of type 2");
  }

  private static BigInteger number(RLPItem item) {
    return new BigInteger(1, item.data());
  }

  private JsonNode read(String method, Object... params) throws ActionFailure {
    try {
      return rpc.read(method, params);
    } catch (RpcError e) {
      throw ActionFailure.refused(
          "the signer answered " + method + " with error " + e.code() + ": " + e.getMessage());
    }
  }
}
