package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;

/**
 * The kind {@code fireblocks}.
 *
 * @see <a href="https://developers.fireblocks.com/reference/api-overview">Fireblocks API</a>
 */
public final class FireblocksKind implements HttpConnectorKind<FireblocksSettings> {
  @Override
  public String kind() {
    return "fireblocks";
  }

  @Override
  public Class<FireblocksSettings> settings() {
    return FireblocksSettings.class;
  }

  @Override
  public Endpoint endpoint(FireblocksSettings settings) {
    return Endpoint.at(settings.url()).withTimeout(settings.timeout());
  }

  @Override
  public Connector open(FireblocksSettings settings, VendorHttp http) {
    Clock clock = Clock.systemUTC();
    RequestSigner signer = new RequestSigner(settings.apiKey(), settings.privateKey(), clock);
    FireblocksClient client = new FireblocksClient(http, settings.apiKey(), signer);
    Transactions transactions = new Transactions(client);
    WorkspaceFreeze freeze = new WorkspaceFreeze(client, settings.frozenStatus());
    return new FireblocksConnector(
        new PendingTransactions(client, transactions, clock),
        freeze,
        new Rehearsals(transactions, freeze),
        new UserReadiness(client, settings.apiKey()));
  }
}
