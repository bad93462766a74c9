package dev.firebreak.connector.evm;

import com.esaulpaugh.headlong.rlp.RLPEncoder;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction of type 2 that calls a contract and sends no value.
 *
 * @param fees in wei
 * @param data what is called
 * @see <a href="https://eips.ethereum.org/EIPS/eip-1559">EIP-1559</a>
 */
record Unsigned(
    long chainId, BigInteger nonce, Fees fees, BigInteger gas, EvmAddress to, byte[] data) {
  /**
   * @param tip per gas, to whoever makes the block
   * @param most per gas, tip and base fee together
   */
  record Fees(BigInteger tip, BigInteger most) {}

  private static final byte TYPE = 2;

  /** What is hashed and signed. */
  byte[] payload() {
    return typed(fields());
  }

  byte[] hash() {
    return Secp256k1.keccak256(payload());
  }

  /** What goes to the node. */
  byte[] signed(Secp256k1.Signature signature) {
    List<Object> all = new ArrayList<>(fields());
    all.add(Hex.minimal(signature.odd() ? BigInteger.ONE : BigInteger.ZERO));
    all.add(Hex.minimal(signature.r()));
    all.add(Hex.minimal(signature.s()));
    return typed(all);
  }

  private List<Object> fields() {
    return List.of(
        Hex.minimal(BigInteger.valueOf(chainId)),
        Hex.minimal(nonce),
        Hex.minimal(fees.tip()),
        Hex.minimal(fees.most()),
        Hex.minimal(gas),
        to.bytes(),
        new byte[0],
        data,
        new Object[0]);
  }

  private static byte[] typed(List<Object> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(TYPE);
    out.writeBytes(RLPEncoder.list(fields));
    return out.toByteArray();
  }
}
