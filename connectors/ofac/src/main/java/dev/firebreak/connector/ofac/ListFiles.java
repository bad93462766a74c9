package dev.firebreak.connector.ofac;

import dev.firebreak.connector.ActionFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list as it is on disk; read again when a file changes. Safe for all threads. */
final class ListFiles {
  /** A file from further in the future would never grow old. */
  private static final Duration AHEAD = Duration.ofHours(1);

  /** What a file was when it was read. */
  private record Stamp(FileTime modified, long size) {}

  private record Read(List<Stamp> stamps, SdnList list) {}

  /**
   * A list that may be screened against.
   *
   * @param checkedAt when its oldest file was last known to be current
   */
  record Usable(SdnList list, Instant checkedAt) {}

  private final List<Path> files;
  private final Duration maxAge;
  private final Clock clock;
  private Optional<Read> kept = Optional.empty();

  ListFiles(List<Path> files, Duration maxAge, Clock clock) {
    this.files = List.copyOf(files);
    this.maxAge = maxAge;
    this.clock = clock;
  }

  /** When the oldest file was last changed or found to be current; empty where one is missing. */
  Optional<Instant> checkedAt() {
    try {
      Instant oldest = Instant.MAX;
      for (Path file : files) {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        oldest = modified.isBefore(oldest) ? modified : oldest;
      }
      return Optional.of(oldest);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the files are there and not too old; not whether they can be read. */
  boolean fresh() {
    Instant now = clock.instant();
    return checkedAt()
        .filter(at -> !now.isAfter(at.plus(maxAge)))
        .filter(at -> at.isBefore(now.plus(AHEAD)))
        .isPresent();
  }

  /**
   * @throws ActionFailure REFUSED for files that are missing or too old, UNAVAILABLE for one that
   *     is broken: it may be half written
   */
  Usable usable() throws ActionFailure {
    Instant checked =
        checkedAt()
            .orElseThrow(
                () -> ActionFailure.refused("the sanctions list " + files + " is not there"));
    if (!fresh()) {
      throw ActionFailure.refused(
          "the sanctions list "
              + files
              + " was last known to be current at "
              + checked
              + ", which is longer ago than max-age ("
              + maxAge
              + ") or ahead of our clock, so nothing is screened against it");
    }
    return new Usable(list(), checked);
  }

  /**
   * The list, however old.
   *
   * @throws ActionFailure UNAVAILABLE where it cannot be read
   */
  synchronized SdnList list() throws ActionFailure {
    List<Stamp> now = new ArrayList<>();
    Path reading = files.get(0);
    try {
      for (Path file : files) {
        reading = file;
        now.add(new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
      }
      if (kept.isPresent() && kept.get().stamps().equals(now)) {
        return kept.get().list();
      }
      List<SdnList> parts = new ArrayList<>();
      for (Path file : files) {
        reading = file;
        parts.add(ListReader.read(file));
      }
      SdnList list = SdnList.of(parts);
      kept = Optional.of(new Read(now, list));
      return list;
    } catch (IOException e) {
      String reason = e instanceof ListFormatException f ? f.getMessage() : "it cannot be read";
      throw ActionFailure.unavailable("the sanctions list " + reading + ": " + reason, e);
    }
  }
}
