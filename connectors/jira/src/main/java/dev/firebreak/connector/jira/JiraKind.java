package dev.firebreak.connector.jira;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;

/** Jira Cloud, by its REST API version 3. */
public final class JiraKind implements HttpConnectorKind<JiraSettings> {
  /** A page of 50 comments, each as long as Jira lets it be. */
  private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  @Override
  public String kind() {
    return "jira";
  }

  @Override
  public Class<JiraSettings> settings() {
    return JiraSettings.class;
  }

  @Override
  public Endpoint endpoint(JiraSettings settings) {
    Endpoint usual = Endpoint.at(settings.url());
    return new Endpoint(
        usual.base(), usual.moreHosts(), usual.timeout(), LONGEST_ANSWER, usual.caPem());
  }

  @Override
  public Connector open(JiraSettings settings, VendorHttp http) {
    return new Jira(settings, new JiraApi(settings, http), Clock.systemUTC());
  }
}
