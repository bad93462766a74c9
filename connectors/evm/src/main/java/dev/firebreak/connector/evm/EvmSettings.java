package dev.firebreak.connector.evm;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One chain, one node of it, and one account: with its private key here, or with a signer
 * elsewhere.
 *
 * @param path of the node's address where it holds a provider's key
 * @param contracts what may be paused; the account is never made to call anything else
 * @param signerPublicKey for Web3Signer's REST interface
 * @param signerAddress for {@code eth_signTransaction}
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 */
public record EvmSettings(
    @Describe("Address of the node's JSON-RPC interface over HTTP.") URI url,
    @Describe(
            "Path after `url`, where it holds your provider's key, for example /v3/KEY; appears in"
                + " no message.")
        Optional<Secret> path,
    @Describe("Sent to the node as a bearer token.") Optional<Secret> token,
    @Describe("Certificate of the node's authority in PEM, best as file:PATH; alone trusted then.")
        Optional<Secret> caCertificate,
    @Describe("Number of the chain the node must be on, for example 1 for Ethereum.") long chainId,
    @Describe("Addresses of the contracts that may be paused.") List<String> contracts,
    @Describe("Private key of the account, 64 hex digits, best as file:PATH; or use a signer.")
        Optional<Secret> privateKey,
    @Describe("Address of the signer that has the account's key.") Optional<URI> signerUrl,
    @Describe("The account's public key, 128 hex digits: the signer is Web3Signer, by REST.")
        Optional<String> signerPublicKey,
    @Describe("The account's address: the signer speaks eth_signTransaction.")
        Optional<String> signerAddress,
    @Describe("Sent to the signer as a bearer token.") Optional<Secret> signerToken,
    @Describe(
            "Certificate of the signer's authority in PEM, best as file:PATH; alone trusted then.")
        Optional<Secret> signerCaCertificate,
    @Describe(
            value = "How many blocks, the newest included, a state must have lasted; 1 to 12.",
            byDefault = "3")
        int confirmations,
    @Describe(value = "The most to pay per gas, in gwei.", byDefault = "500") long maxFeeGwei,
    @Describe(value = "The least to offer as a tip per gas, in gwei.", byDefault = "2")
        long priorityFeeGwei,
    @Describe(value = "The most gas one transaction may take.", byDefault = "500000") long gasLimit,
    @Describe(
            value =
                "A repeated call replaces its transaction when that waits for longer than this.",
            byDefault = "PT90S")
        Duration stuckAfter,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT10S")
        Duration timeout) {
  public EvmSettings {
    contracts = contracts.stream().map(c -> new EvmAddress(c).text()).distinct().toList();
    if (contracts.isEmpty()) {
      throw new IllegalArgumentException(
          "setting 'contracts' must list the contracts that may be paused");
    }
    requireSigner(
        privateKey.isPresent(),
        signerUrl.isPresent(),
        signerPublicKey.isPresent(),
        signerAddress.isPresent());
    require(chainId > 0, "chain-id", "1 or more", chainId);
    require(confirmations >= 1 && confirmations <= 12, "confirmations", "1 to 12", confirmations);
    require(maxFeeGwei > 0, "max-fee-gwei", "1 or more", maxFeeGwei);
    require(priorityFeeGwei >= 0, "priority-fee-gwei", "0 or more", priorityFeeGwei);
    require(gasLimit >= 21_000, "gas-limit", "21000 or more", gasLimit);
    if (path.filter(s -> !s.keeps(p -> p.matches("/[\\x21-\\x7e]{0,500}"))).isPresent()) {
      throw new IllegalArgumentException("setting 'path' must begin with a slash");
    }
  }

  private static void requireSigner(boolean key, boolean url, boolean publicKey, boolean address) {
    boolean local = key && !url && !publicKey && !address;
    boolean remote = !key && url && publicKey != address;
    if (!local && !remote) {
      throw new IllegalArgumentException(
          "give either setting 'private-key', or 'signer-url' with one of 'signer-public-key'"
              + " (Web3Signer's REST) and 'signer-address' (eth_signTransaction)");
    }
  }

  private static void require(boolean met, String key, String expected, long got) {
    if (!met) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be " + expected + ", got " + got);
    }
  }
}
