package dev.firebreak.connector.evm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Signs by Web3Signer's REST interface, which hashes what it is given with Keccak-256 and answers
 * with r, s and 27 or 28 in hex.
 *
 * @see <a href="https://docs.web3signer.consensys.io/reference/api/rest">Web3Signer REST API</a>
 * @see <a
 *     href="https://github.com/Consensys/web3signer/blob/master/openapi-specs/eth1/web3signer.yaml">Its
 *     description</a>
 */
final class Web3Signer implements TransactionSigner {
  private final VendorHttp http;
  private final Optional<Secret> token;
  private final String publicKey;
  private final EvmAddress account;

  /**
   * @param publicKey 128 hex digits, with 0x and 04 or without
   * @throws IllegalArgumentException where it is none
   */
  Web3Signer(VendorHttp http, Optional<Secret> token, String publicKey) {
    this.http = http;
    this.token = token;
    this.publicKey = bare(publicKey);
    if (!this.publicKey.matches("[0-9a-f]{128}")) {
      throw new IllegalArgumentException(
          "setting 'signer-public-key' must be an uncompressed public key of 128 hex digits");
    }
    this.account = Secp256k1.address(HexFormat.of().parseHex(this.publicKey));
  }

  @Override
  public EvmAddress account() {
    return account;
  }

  @Override
  public byte[] sign(Unsigned transaction) throws ActionFailure {
    Request request =
        Request.json(
            "POST",
            Request.path("/api/v1/eth1/sign/{}", "0x" + publicKey),
            Map.of("data", Hex.of(transaction.payload())));
    String given = ask(request).text().strip();
    if (!given.matches("0x[0-9a-fA-F]{130}")) {
      throw ActionFailure.unavailable("Web3Signer's answer is no signature of 65 bytes");
    }
    byte[] bytes = Hex.bytes(given);
    Secp256k1.Signature signature =
        new Secp256k1.Signature(
            new BigInteger(1, Arrays.copyOfRange(bytes, 0, 32)),
            new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64)),
            bytes[64] == 1 || bytes[64] == 28);
    return TransactionSigner.checked(transaction, signature, account);
  }

  @Override
  public void requireReady() throws ActionFailure {
    JsonNode keys = ask(Request.get("/api/v1/eth1/publicKeys")).json();
    for (JsonNode key : keys) {
      if (bare(key.asText("")).equals(publicKey)) {
        return;
      }
    }
    throw ActionFailure.refused(
        "Web3Signer has not loaded the key of " + account + "; check its key configuration");
  }

  /** Nothing is done by signing, so an answer that is lost is only that. */
  private Response ask(Request request) throws ActionFailure {
    Request asked =
        token.map(t -> request.withHeader("Authorization", "Bearer " + t.reveal())).orElse(request);
    try {
      Response answer = http.send(asked);
      if (!answer.ok()) {
        throw http.failure(asked, answer, answer.status() == 404 ? "it has no such key" : "");
      }
      return answer;
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable(e.getMessage(), e)
          : e;
    }
  }

  private static String bare(String key) {
    String digits = key.strip().toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
    return digits.length() == 130 && digits.startsWith("04") ? digits.substring(2) : digits;
  }
}
