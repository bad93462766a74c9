package dev.firebreak.alert.slack;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import java.util.Set;

/** Slack's requests to an app: events as JSON, clicks and commands as forms. */
public final class SlackKind implements AlertSourceKind<SlackSettings> {
  @Override
  public String kind() {
    return "slack";
  }

  @Override
  public Class<SlackSettings> settings() {
    return SlackSettings.class;
  }

  @Override
  public Set<String> contentTypes() {
    return Set.of("application/json", "application/x-www-form-urlencoded");
  }

  @Override
  public AlertSource open(SlackSettings settings) {
    return new SlackSource(new SlackSignature(settings.secret(), settings.nextSecret()));
  }
}
