package dev.firebreak.alert.elastic;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;

/** Elastic Security, by Kibana's webhook connector with the body this folder's page gives. */
public final class ElasticKind implements AlertSourceKind<ElasticSettings> {
  @Override
  public String kind() {
    return "elastic";
  }

  @Override
  public Class<ElasticSettings> settings() {
    return ElasticSettings.class;
  }

  @Override
  public AlertSource open(ElasticSettings settings) {
    return new ElasticSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
