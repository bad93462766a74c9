package dev.firebreak.alert.cef;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Feed;
import java.util.Optional;
import java.util.Set;

/** Anything that writes CEF. */
public final class CefKind implements AlertSourceKind<CefSettings> {
  @Override
  public String kind() {
    return "cef";
  }

  @Override
  public Class<CefSettings> settings() {
    return CefSettings.class;
  }

  @Override
  public Set<String> contentTypes() {
    return Set.of("text/plain");
  }

  @Override
  public AlertSource open(CefSettings settings) {
    Optional<Feed> syslog =
        settings.syslogPort().isPresent() ? Optional.of(SyslogFeed.of(settings)) : Optional.empty();
    return new CefSource(
        settings.secret().map(s -> new Credentials(s, settings.nextSecret())), syslog);
  }
}
