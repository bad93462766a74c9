package dev.firebreak.connector.bitgo;

/** With version 3 signatures in both directions. */
class BitgoSignedContractTest extends BitgoContractTest {
  @Override
  String auth() {
    return "hmac-v3";
  }
}
