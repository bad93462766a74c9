package dev.firebreak.engine;

import java.util.List;

/** A run that cannot go on as another version. Nothing of it has changed. */
public final class MigrationRefused extends Exception {
  private final transient List<String> reasons;

  MigrationRefused(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  public List<String> reasons() {
    return reasons;
  }
}
