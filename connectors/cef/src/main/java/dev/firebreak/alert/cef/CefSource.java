package dev.firebreak.alert.cef;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Feed;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Lines of CEF: several in a posted message, one in a syslog message. Characters that are not UTF-8
 * become U+FFFD, because a device's odd letter must not cost its alert.
 */
final class CefSource implements AlertSource {
  private final Optional<Credentials> credentials;
  private final Optional<Feed> syslog;

  CefSource(Optional<Credentials> credentials, Optional<Feed> syslog) {
    this.credentials = credentials;
    this.syslog = syslog;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    if (credentials.isEmpty()) {
      return new Sender.Refused("this source listens for syslog; nothing may be posted to it");
    }
    return credentials.get().accept(message)
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no valid bearer token, Basic password or path token");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    byte[] body = message.body();
    if (body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b) {
      throw new UnusableAlert(
          "", "the body is compressed with gzip; turn compression off at the sender");
    }
    CefLines lines = new CefLines();
    String text = new String(body, StandardCharsets.UTF_8);
    if (SyslogMessage.isOne(message)) {
      lines.add(text, "", SyslogMessage.isTruncated(message));
    } else {
      lines.addAll(text);
    }
    return new Parsed.Alerts(lines.alerts());
  }

  @Override
  public Optional<Feed> feed() {
    return syslog;
  }
}
