package dev.firebreak.connector.evm;

import dev.firebreak.connector.ActionFailure;

/** Who signs for one account. Signing has no effect by itself. Safe for all threads. */
interface TransactionSigner {
  EvmAddress account();

  /**
   * @return the signed transaction, checked to be this one and this account's
   * @throws ActionFailure UNAVAILABLE where the signer does not answer, REFUSED where it does not
   *     sign, or signs something else
   */
  byte[] sign(Unsigned transaction) throws ActionFailure;

  /**
   * Whether it would sign for the account.
   *
   * @throws ActionFailure as {@link #sign}
   */
  void requireReady() throws ActionFailure;

  /**
   * What a signer far away gave, if it is right.
   *
   * @throws ActionFailure REFUSED where the signature is not this account's
   */
  static byte[] checked(Unsigned transaction, Secp256k1.Signature given, EvmAddress account)
      throws ActionFailure {
    Secp256k1.Signature signature = given.low();
    boolean own =
        Secp256k1.recover(transaction.hash(), signature).filter(account::equals).isPresent();
    if (!own) {
      throw ActionFailure.refused(
          "the signer's signature is not " + account + "'s; check its key and the settings");
    }
    return transaction.signed(signature);
  }
}
