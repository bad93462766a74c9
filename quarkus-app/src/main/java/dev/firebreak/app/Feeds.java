package dev.firebreak.app;

import dev.firebreak.alert.Feed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.intake.Intake;
import dev.firebreak.intake.Outcome;
import dev.firebreak.intake.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The sources that fetch or listen by themselves, while the application runs. */
final class Feeds implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Feeds.class);

  private final List<AutoCloseable> running = new ArrayList<>();

  /** Begins with all of them. */
  void start(Sources sources, Intake intake) throws CannotStart {
    for (Source source : sources.all()) {
      Optional<Feed> feed = source.receiver().feed();
      if (feed.isPresent()) {
        start(source, feed.get(), intake);
      }
    }
  }

  private void start(Source source, Feed feed, Intake intake) throws CannotStart {
    try {
      running.add(feed.start((message, id) -> take(source, intake, message, id)));
      LOG.infof("source %s takes alerts", source.id());
    } catch (IllegalStateException e) {
      throw new CannotStart("source '" + source.id() + "': " + e.getMessage(), e);
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
  public void close() {
    for (AutoCloseable feed : running) {
      try {
        feed.close();
      } catch (Exception e) {
        LOG.warnf(e, "a source did not end cleanly; what it had not stored comes again");
      }
    }
  }
}
