package dev.firebreak.connector.crowdstrike;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.BearerTokens;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CrowdStrike Falcon, by its Hosts API
 * (https://developer.crowdstrike.com/api-reference/collections/hosts/).
 */
public final class FalconKind implements HttpConnectorKind<FalconSettings> {
  @Override
  public String kind() {
    return "crowdstrike";
  }

  @Override
  public Class<FalconSettings> settings() {
    return FalconSettings.class;
  }

  @Override
  public Endpoint endpoint(FalconSettings settings) {
    return Endpoint.at(settings.url());
  }

  @Override
  public Connector open(FalconSettings settings, VendorHttp http) {
    return open(settings, http, Clock.systemUTC());
  }

  static Connector open(FalconSettings settings, VendorHttp http, Clock clock) {
    BearerTokens tokens = new BearerTokens(http, () -> token(settings), clock);
    FalconApi api = new FalconApi(tokens, new FalconErrors(http, clock));
    return new Falcon(new Containment(api, new HostSearch(api)), settings.clientId());
  }

  /**
   * Answered with 201, and good for 30 minutes.
   * https://github.com/CrowdStrike/falconpy/blob/main/src/falconpy/_endpoint/_oauth2.py
   */
  private static Request token(FalconSettings settings) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", settings.clientId());
    form.put("client_secret", settings.clientSecret().reveal());
    settings.memberCid().ifPresent(m -> form.put("member_cid", m));
    return Request.form("/oauth2/token", form);
  }
}
