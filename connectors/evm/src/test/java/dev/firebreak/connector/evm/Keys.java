package dev.firebreak.connector.evm;

import java.math.BigInteger;

/** Made-up accounts. */
enum Keys {
  PAUSER("a1"),
  STRANGER("b2"),
  POOR("c3");

  private final String privateKey;

  Keys(String twoDigits) {
    privateKey = twoDigits.repeat(32);
  }

  String privateKey() {
    return "0x" + privateKey;
  }

  BigInteger number() {
    return new BigInteger(privateKey, 16);
  }

  String publicKey() {
    return Hex.of(Secp256k1.publicKey(number()));
  }

  EvmAddress address() {
    return Secp256k1.address(Secp256k1.publicKey(number()));
  }
}
