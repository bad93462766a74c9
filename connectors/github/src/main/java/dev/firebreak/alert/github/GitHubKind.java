package dev.firebreak.alert.github;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;

/** GitHub, by a webhook of a repository, an organization, an enterprise or an app. */
public final class GitHubKind implements AlertSourceKind<GitHubSettings> {
  @Override
  public String kind() {
    return "github";
  }

  @Override
  public Class<GitHubSettings> settings() {
    return GitHubSettings.class;
  }

  @Override
  public AlertSource open(GitHubSettings settings) {
    return new GitHubSource(
        new HubSignature(settings.secret(), settings.nextSecret()),
        new Logins(settings.loginFormat()));
  }
}
