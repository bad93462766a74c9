package dev.firebreak.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to call, one after the other, when those who were called before stayed silent.
 *
 * @param levels none where nobody else is called
 */
public record Escalation(List<Level> levels) {
  static final Escalation NONE = new Escalation(List.of());

  private static final int MOST = 5;
  private static final String GROUP = "[A-Za-z0-9._-]{1,64}";
  private static final Pattern LEVEL =
      Pattern.compile("(?i)(?:again|to (" + GROUP + "(?: or " + GROUP + ")*))(?: for (PT\\S+))?");

  /**
   * Those who are called together.
   *
   * @param groups whose people may then take seats as well; none calls the same people again
   * @param timeout how long they are waited for; empty for as long as the first
   */
  public record Level(List<String> groups, Optional<Duration> timeout) {
    public Level {
      groups = List.copyOf(groups);
    }

    /** The groups for people. */
    String words() {
      return String.join(" or ", groups);
    }

    @Override
    public String toString() {
      return (groups.isEmpty() ? "again" : "to " + words())
          + timeout.map(t -> " for " + t).orElse("");
    }
  }

  public Escalation {
    levels = List.copyOf(levels);
    boolean timed = levels.stream().skip(1).allMatch(l -> l.timeout().isPresent());
    if (levels.size() > MOST || !timed) {
      throw new IllegalArgumentException(
          "an escalation has at most "
              + MOST
              + " levels, each after the first with a time: "
              + "'escalate to leads for PT15M, then to board for PT1H'");
    }
  }

  /**
   * What a cell of the policy says: {@code escalate}, {@code escalate to leads for PT15M}, {@code
   * escalate to leads for PT15M, then to board for PT1H}.
   *
   * @throws IllegalArgumentException a sentence
   */
  static Escalation of(String cell) {
    String rest = cell.strip().substring("escalate".length()).strip();
    boolean same = rest.isEmpty() || rest.startsWith("for ") || rest.startsWith(",");
    return read((same ? "again " + rest : rest).strip().replace("again ,", "again,"));
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException a sentence
   */
  static Escalation read(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    List<Level> levels = new ArrayList<>();
    for (String level : text.split("\\s*,\\s*then\\s+", -1)) {
      Matcher m = LEVEL.matcher(level.strip());
      if (!m.matches()) {
        throw new IllegalArgumentException(
            "onTimeout must be contain, hold, escalate, 'escalate to GROUP for PT15M' or the latter"
                + " with ', then to GROUP for PT1H', got '"
                + text
                + "'");
      }
      levels.add(
          new Level(
              Optional.ofNullable(m.group(1)).map(g -> List.of(g.split(" or "))).orElse(List.of()),
              Optional.ofNullable(m.group(2)).map(Duration::parse)));
    }
    return new Escalation(levels);
  }

  /** Who is called after so many levels; empty after the last. */
  Optional<Level> after(int level) {
    return levels.stream().skip(level).findFirst();
  }

  /** The groups of all levels that were called. */
  Set<String> called(int level) {
    Set<String> groups = new LinkedHashSet<>();
    levels.stream().limit(level).forEach(l -> groups.addAll(l.groups()));
    return groups;
  }

  @Override
  public String toString() {
    return String.join(", then ", levels.stream().map(Level::toString).toList());
  }
}
