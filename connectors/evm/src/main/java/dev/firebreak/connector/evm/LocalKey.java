package dev.firebreak.connector.evm;

import dev.firebreak.connector.Secret;
import java.math.BigInteger;

/** Signs with a key that is kept here. */
final class LocalKey implements TransactionSigner {
  private final BigInteger key;
  private final EvmAddress account;

  /**
   * @param secret 64 hex digits, with 0x or without
   * @throws IllegalArgumentException where it is no private key; without the key
   */
  LocalKey(Secret secret) {
    String digits = secret.reveal().strip().replaceFirst("^0x", "");
    if (!digits.matches("[0-9a-fA-F]{64}") || !Secp256k1.isPrivateKey(new BigInteger(digits, 16))) {
      throw new IllegalArgumentException(
          "setting 'private-key' must be a secp256k1 private key of 64 hex digits");
    }
    this.key = new BigInteger(digits, 16);
    this.account = Secp256k1.address(Secp256k1.publicKey(key));
  }

  @Override
  public EvmAddress account() {
    return account;
  }

  @Override
  public byte[] sign(Unsigned transaction) {
    return transaction.signed(Secp256k1.sign(transaction.hash(), key));
  }

  @Override
  public void requireReady() {}
}
