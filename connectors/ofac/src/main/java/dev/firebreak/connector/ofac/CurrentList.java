package dev.firebreak.connector.ofac;

import dev.firebreak.connector.ActionFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The list to screen against, kept current by whoever asks for it: while the one here may be used
 * nobody waits for a newer one; where there is none to use, the asker does. Safe for all threads.
 */
final class CurrentList {
  /** After a failed look; a list that cannot be had is not asked for at every screening. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private record Failed(Instant at, ActionFailure failure) {}

  private final ListFiles files;
  private final Optional<Download> download;
  private final Duration refresh;
  private final Clock clock;
  private final Executor background;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Optional<Failed> failed = Optional.empty();

  CurrentList(
      ListFiles files,
      Optional<Download> download,
      Duration refresh,
      Clock clock,
      Executor background) {
    this.files = files;
    this.download = download;
    this.refresh = refresh;
    this.clock = clock;
    this.background = background;
  }

  /**
   * @throws ActionFailure as {@link ListFiles#usable}, and as {@link Download#refresh} where the
   *     list has to be had first
   */
  ListFiles.Usable get() throws ActionFailure {
    if (download.isEmpty()) {
      return files.usable();
    }
    try {
      ListFiles.Usable usable = files.usable();
      if (due(usable.checkedAt())) {
        background.execute(this::lookQuietly);
      }
      return usable;
    } catch (ActionFailure unusable) {
      return afterLooking(download.get(), unusable);
    }
  }

  /** Why the last look failed; empty where it did not. */
  Optional<String> lastFailure() {
    return failed.map(f -> f.failure().getMessage());
  }

  private boolean due(Instant checkedAt) {
    Instant now = clock.instant();
    return !now.isBefore(checkedAt.plus(refresh))
        && failed.filter(f -> now.isBefore(f.at().plus(PAUSE))).isEmpty()
        && !looking.isLocked();
  }

  private ListFiles.Usable afterLooking(Download from, ActionFailure unusable)
      throws ActionFailure {
    looking.lock();
    try {
      if (present().isEmpty() || !files.fresh()) {
        look(from);
      }
      return files.usable();
    } catch (ActionFailure e) {
      String message = unusable.getMessage() + "; and " + e.getMessage();
      throw e.kind() == ActionFailure.Kind.REFUSED
          ? ActionFailure.refused(message)
          : ActionFailure.unavailable(message, e);
    } finally {
      looking.unlock();
    }
  }

  private void lookQuietly() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      look(download.orElseThrow());
    } catch (ActionFailure e) {
      // Kept for readiness; the list here may still be used.
      return;
    } finally {
      looking.unlock();
    }
  }

  private void look(Download from) throws ActionFailure {
    Optional<Failed> before = failed;
    if (before.isPresent() && clock.instant().isBefore(before.get().at().plus(PAUSE))) {
      throw before.get().failure();
    }
    try {
      from.refresh(present());
      failed = Optional.empty();
    } catch (ActionFailure e) {
      failed = Optional.of(new Failed(clock.instant(), e));
      throw e;
    }
  }

  private Optional<SdnList> present() {
    try {
      return Optional.of(files.list());
    } catch (ActionFailure e) {
      return Optional.empty();
    }
  }
}
