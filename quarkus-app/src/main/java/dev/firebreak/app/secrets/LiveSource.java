package dev.firebreak.app.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Feed;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import dev.firebreak.connector.Settings;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A source that is opened anew when a secret of its settings changes. While one cannot be had, its
 * messages can be told neither right nor wrong: senders are asked to come again.
 */
public final class LiveSource implements AlertSource {
  private static final Logger LOG = Logger.getLogger(LiveSource.class);

  private final Rotating<AlertSource> rotating;

  private LiveSource(Rotating<AlertSource> rotating) {
    this.rotating = rotating;
  }

  /**
   * @throws IllegalArgumentException a sentence about a setting
   */
  public static <S extends Record> LiveSource open(
      String id, AlertSourceKind<S> kind, Map<String, String> given, SecretStore store) {
    String what = "source '" + id + "'";
    return new LiveSource(
        new Rotating<>(
            what,
            Settings.secrets(what, kind.settings(), given),
            store,
            secrets -> open(what, kind, given, secrets)));
  }

  private static <S extends Record> Rotating.Opening<AlertSource> open(
      String what, AlertSourceKind<S> kind, Map<String, String> given, SecretSource secrets) {
    return new Opening(kind.open(Settings.bind(what, kind.settings(), given, secrets)));
  }

  private record Opening(AlertSource value) implements Rotating.Opening<AlertSource> {
    @Override
    public Map<String, SecretReference> more() {
      return Map.of();
    }

    @Override
    public long refusals() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** The source with its secrets as they are now; the same until one changes. */
  public AlertSource now() throws SecretMissing {
    try (Rotating<AlertSource>.Hold hold = rotating.hold()) {
      return hold.value();
    }
  }

  /** Why its messages cannot be checked, in a sentence; empty while they can. */
  public Optional<String> problem() {
    try {
      now();
      return Optional.empty();
    } catch (SecretMissing e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public Sender authenticate(RawMessage message, Instant at) {
    try (Rotating<AlertSource>.Hold hold = rotating.hold()) {
      Sender sender = hold.value().authenticate(message, at);
      return sender instanceof Sender.Refused && hold.isReplaced()
          ? now().authenticate(message, at)
          : sender;
    } catch (SecretMissing e) {
      LOG.errorf("messages cannot be checked: %s", e.getMessage());
      return new Sender.Undecided(e.getMessage());
    }
  }

  /** Needs no secret, so the newest opening serves. */
  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return rotating
        .described()
        .orElseThrow(() -> new IllegalStateException("parsed before it was authenticated"))
        .parse(message);
  }

  @Override
  public void complete(RawMessage message) throws ActionFailure {
    try {
      now().complete(message);
    } catch (SecretMissing e) {
      throw ActionFailure.unavailable(e.getMessage());
    }
  }

  @Override
  public Optional<JsonNode> greet(RawMessage request) {
    try {
      return now().greet(request);
    } catch (SecretMissing e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Feed> feed() {
    return rotating.described().flatMap(AlertSource::feed);
  }
}
