package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;

/**
 * The kind {@code bitgo}.
 *
 * @see <a href="https://developers.bitgo.com/api/overview">BitGo API</a>
 */
public final class BitgoKind implements HttpConnectorKind<BitgoSettings> {
  @Override
  public String kind() {
    return "bitgo";
  }

  @Override
  public Class<BitgoSettings> settings() {
    return BitgoSettings.class;
  }

  @Override
  public Endpoint endpoint(BitgoSettings settings) {
    return Endpoint.at(settings.url()).withTimeout(settings.timeout());
  }

  @Override
  public Connector open(BitgoSettings settings, VendorHttp http) {
    return open(settings, http, Clock.systemUTC());
  }

  static BitgoConnector open(BitgoSettings settings, VendorHttp http, Clock clock) {
    Signer signer = new Signer(settings.token(), AuthScheme.of(settings.auth()), clock);
    BitgoClient client = new BitgoClient(http, signer);
    return new BitgoConnector(
        client,
        new WalletActions(new Wallets(client, settings.otp()), settings.longestFreeze(), clock),
        new ApprovalActions(new PendingApprovals(client), clock));
  }
}
