package dev.firebreak.app;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Feed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.app.secrets.LiveSource;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.intake.Intake;
import dev.firebreak.intake.Outcome;
import dev.firebreak.intake.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The sources that fetch or listen by themselves, while the application runs. */
final class Feeds implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Feeds.class);

  private record Running(AlertSource of, AutoCloseable feed) {}

  private final Map<String, Running> running = new HashMap<>();

  /** Begins with all of them whose secrets are there. */
  synchronized void start(Sources sources, Intake intake) throws CannotStart {
    for (Source source : sources.all()) {
      try {
        look(source, intake);
      } catch (IllegalStateException e) {
        throw new CannotStart("source '" + source.id() + "': " + e.getMessage(), e);
      }
    }
  }

  /** Begins anew with those whose secrets have changed. */
  synchronized void look(Sources sources, Intake intake) {
    for (Source source : sources.all()) {
      try {
        look(source, intake);
      } catch (IllegalStateException e) {
        LOG.errorf("source %s takes no alerts: %s", source.id(), e.getMessage());
      }
    }
  }

  private void look(Source source, Intake intake) {
    Optional<AlertSource> now = now(source.receiver());
    Optional<Running> before = Optional.ofNullable(running.get(source.id()));
    if (now.isEmpty() || before.filter(r -> r.of() == now.get()).isPresent()) {
      return;
    }
    Optional<Feed> feed = now.get().feed();
    if (feed.isPresent()) {
      before.ifPresent(r -> end(r.feed()));
      running.remove(source.id());
      running.put(
          source.id(),
          new Running(
              now.get(), feed.get().start((message, id) -> take(source, intake, message, id))));
      LOG.infof("source %s takes alerts", source.id());
    }
  }

  private static Optional<AlertSource> now(AlertSource source) {
    try {
      return Optional.of(source instanceof LiveSource live ? live.now() : source);
    } catch (SecretMissing e) {
      return Optional.empty(); // Sources.problems() says so.
    }
  }

  private static Feed.Receipt take(
      Source source, Intake intake, RawMessage message, Optional<String> id) {
    try {
      Outcome outcome = intake.take(source, message, id);
      if (outcome instanceof Outcome.Replayed) {
        // A topic that was made anew counts from zero again: other content, not a replay.
        outcome = intake.take(source, message, Optional.empty());
      }
      return outcome instanceof Outcome.Busy ? Feed.Receipt.LATER : Feed.Receipt.STORED;
    } catch (RuntimeException e) {
      LOG.errorf(e, "a message for source %s could not be stored", source.id());
      return Feed.Receipt.LATER;
    }
  }

  @Override
  public synchronized void close() {
    running.values().forEach(r -> end(r.feed()));
  }

  private static void end(AutoCloseable feed) {
    try {
      feed.close();
    } catch (Exception e) {
      LOG.warnf(e, "a source did not end cleanly; what it had not stored comes again");
    }
  }
}
