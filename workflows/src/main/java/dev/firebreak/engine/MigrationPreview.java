package dev.firebreak.engine;

import java.util.List;

/**
 * What a migration would do.
 *
 * @param steps places of the old version and what they become; all others have no counterpart
 * @param problems why nothing can be migrated at all
 * @param runs those of the old version, oldest first
 */
public record MigrationPreview(List<Move> steps, List<String> problems, List<Candidate> runs) {
  public MigrationPreview {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
    runs = List.copyOf(runs);
  }

  /** A place and its counterpart, by the diagrams' ids. */
  public record Move(String from, String to) {}

  /**
   * One run.
   *
   * @param at ids of the nodes where it stands
   * @param reasons why it has to stay; empty where it can go on as the new version
   */
  public record Candidate(String runId, String incidentId, List<String> at, List<String> reasons) {
    public Candidate {
      at = List.copyOf(at);
      reasons = List.copyOf(reasons);
    }
  }
}
