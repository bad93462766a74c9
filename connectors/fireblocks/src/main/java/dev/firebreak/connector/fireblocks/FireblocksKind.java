package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;

/**
 * The kind {@code fireblocks}.
 *
 * @see <a href="https://developers.fireblocks.com/reference/api-overview">Fireblocks API</a>
 */
public final class FireblocksKind implements ConnectorKind<FireblocksSettings> {
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
    return new FireblocksConnector(
        new PendingTransactions(client, clock),
        new WorkspaceFreeze(client, settings.frozenStatus()));
  }
}
