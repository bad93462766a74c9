package dev.firebreak.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one body of rules demands to be reported, and by when.
 *
 * @param name for example {@code DORA}
 * @param applies to whom, for people
 * @param source where it is written
 */
public record Regulation(String name, String applies, String source, List<Report> reports) {
  /** The alert arrived, or a person said when the incident became known. */
  public static final String AWARE = "aware";

  /** A person classified the incident as one that has to be reported. */
  public static final String CLASSIFIED = "classified";

  public Regulation {
    reports = List.copyOf(reports);
  }

  /**
   * One report that is due.
   *
   * @param id by which it is marked as done, for example {@code dora-initial}
   * @param to who gets it
   * @param limits the earliest counts
   */
  public record Report(String id, String title, String to, String source, List<Limit> limits) {
    public Report {
      limits = List.copyOf(limits);
      if (!id.matches("[a-z][a-z0-9-]{1,62}") || limits.isEmpty()) {
        throw new IllegalArgumentException(
            "report '"
                + id
                + "' needs an id of lower-case letters, digits and hyphens, and limits");
      }
    }
  }

  /**
   * @param from {@link #AWARE}, {@link #CLASSIFIED}, or the id of a report above this one
   */
  public record Limit(Within within, String from) {}

  /**
   * @throws IllegalArgumentException when two reports have one id, or one counts from a report that
   *     does not stand before it
   */
  public static List<Regulation> checked(List<Regulation> all) {
    Set<String> known = new HashSet<>(Set.of(AWARE, CLASSIFIED));
    for (Regulation regulation : all) {
      for (Report report : regulation.reports()) {
        report.limits().stream()
            .filter(l -> !known.contains(l.from()))
            .forEach(
                l -> {
                  throw new IllegalArgumentException(
                      "report '"
                          + report.id()
                          + "' counts from '"
                          + l.from()
                          + "', which is neither aware, classified, nor a report before it");
                });
        if (!known.add(report.id())) {
          throw new IllegalArgumentException("there are two reports '" + report.id() + "'");
        }
      }
    }
    return List.copyOf(all);
  }
}
