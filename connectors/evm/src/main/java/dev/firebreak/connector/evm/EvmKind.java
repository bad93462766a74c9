package dev.firebreak.connector.evm;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.util.Optional;

/**
 * The kind {@code evm}: contracts on OpenZeppelin's Pausable, on any chain with EIP-1559.
 *
 * @see <a href="https://docs.openzeppelin.com/contracts/5.x/api/utils#Pausable">Pausable</a>
 */
public final class EvmKind implements ConnectorKind<EvmSettings> {
  @Override
  public String kind() {
    return "evm";
  }

  @Override
  public Class<EvmSettings> settings() {
    return EvmSettings.class;
  }

  @Override
  public Connector open(EvmSettings s, Access access) {
    VendorHttp http = access.http(endpoint(s.url(), s.caCertificate(), s));
    Node node = new Node(new Rpc("the node", http, s.token(), s.path()), s.chainId());
    TransactionSigner signer = signer(s, access);
    TransactionSender sender =
        new TransactionSender(
            node,
            signer,
            new SentTransactions(access.entries()),
            Limits.inGwei(s.maxFeeGwei(), s.priorityFeeGwei(), s.gasLimit(), s.stuckAfter()),
            access.clock());
    Contracts contracts =
        new Contracts(
            node, sender, s.contracts().stream().map(EvmAddress::new).toList(), s.confirmations());
    return new Evm(node, signer, contracts, new Balances(node));
  }

  private static TransactionSigner signer(EvmSettings s, Access access) {
    if (s.privateKey().isPresent()) {
      return new LocalKey(s.privateKey().get());
    }
    URI url = s.signerUrl().orElseThrow();
    VendorHttp http = access.http(endpoint(url, s.signerCaCertificate(), s));
    return s.signerPublicKey()
        .<TransactionSigner>map(key -> new Web3Signer(http, s.signerToken(), key))
        .orElseGet(
            () ->
                new RpcSigner(
                    new Rpc("the signer", http, s.signerToken(), Optional.empty()),
                    new EvmAddress(s.signerAddress().orElseThrow())));
  }

  private static Endpoint endpoint(URI url, Optional<Secret> ca, EvmSettings s) {
    Endpoint endpoint = Endpoint.at(url).withTimeout(s.timeout());
    return ca.filter(Secret::exists).map(pem -> endpoint.withCa(pem.reveal())).orElse(endpoint);
  }
}
