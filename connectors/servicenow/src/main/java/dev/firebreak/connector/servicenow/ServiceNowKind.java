package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.time.Duration;

/**
 * ServiceNow, by its Table API
 * (https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html).
 */
public final class ServiceNowKind implements HttpConnectorKind<ServiceNowSettings> {
  /** Business rules of an instance may take their time before an insert is answered. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Override
  public String kind() {
    return "servicenow";
  }

  @Override
  public Class<ServiceNowSettings> settings() {
    return ServiceNowSettings.class;
  }

  @Override
  public Endpoint endpoint(ServiceNowSettings settings) {
    return Endpoint.at(settings.url()).withTimeout(TIMEOUT);
  }

  @Override
  public Connector open(ServiceNowSettings settings, VendorHttp http) {
    SignIn signIn = SignIn.of(settings, http, Clock.systemUTC());
    return new ServiceNow(settings, new TableApi(settings, http, signIn));
  }
}
