package dev.firebreak.connector.exchange;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.time.Clock;

/** The withdrawal service of an exchange. */
public final class ExchangeKind implements HttpConnectorKind<ExchangeKind.Settings> {
  /** What an operator configures. */
  public record Settings(
      @Describe("Where the withdrawal service is, without a trailing slash; a path prefix is fine.")
          URI url,
      @Describe("Names the signing key; sent as `X-Key-Id`.") String keyId,
      @Describe("The key that requests are signed with, 16 characters or more; never sent.")
          Secret secret) {
    public Settings {
      if (!keyId.matches("[\\x21-\\x7e]{1,128}")) {
        throw new IllegalArgumentException(
            "key-id must be 1 to 128 printable ASCII characters without spaces");
      }
      if (!secret.keeps(s -> s.length() >= 16)) {
        throw new IllegalArgumentException("secret must have at least 16 characters");
      }
    }
  }

  private final Clock clock;

  public ExchangeKind() {
    this(Clock.systemUTC());
  }

  ExchangeKind(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "exchange";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Endpoint endpoint(Settings settings) {
    return Endpoint.at(settings.url());
  }

  @Override
  public Connector open(Settings settings, VendorHttp http) {
    Signer signer = new Signer(settings.keyId(), settings.secret(), clock);
    return new ExchangeConnector(new WithdrawalService(http, signer), settings.keyId());
  }
}
