package dev.firebreak.bench;

import java.util.Locale;
import java.util.Optional;

/** The four calls of CONTAIN4; the first three run in parallel, the ticket comes after them. */
public enum Step {
  FREEZE,
  ISOLATE,
  REVOKE,
  TICKET;

  /** As it stands in the stub's paths: lower case. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Step> of(String path) {
    for (Step s : values()) {
      if (s.path().equals(path)) {
        return Optional.of(s);
      }
    }
    return Optional.empty();
  }
}
