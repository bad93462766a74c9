package dev.firebreak.action;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whose yes an approval takes: seats, each for one person of some groups. Nobody sits on two.
 *
 * @param parts seats that are alike, together; at least one
 */
public record Quorum(List<Part> parts) {
  /** Who may approve the action itself, by connector or target, whatever his groups. */
  public static final String APPROVERS = "approvers";

  private static final int MOST = 20;
  private static final String GROUP = "[A-Za-z0-9._-]{1,64}";
  private static final Pattern PART =
      Pattern.compile("(\\d{1,2}) of (" + GROUP + "(?: or " + GROUP + ")*)");

  /**
   * @param needed how many people
   * @param groups any of which a person must be of
   */
  public record Part(int needed, Set<String> groups) {
    public Part {
      groups = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(groups));
      if (needed < 1 || groups.isEmpty()) {
        throw new IllegalArgumentException("a group is asked for 1 person or more");
      }
    }

    @Override
    public String toString() {
      return needed + " of " + String.join(" or ", groups);
    }
  }

  public Quorum {
    parts = List.copyOf(parts);
    int total = parts.stream().mapToInt(Part::needed).sum();
    if (total < 1 || total > MOST) {
      throw new IllegalArgumentException("it takes 1 to " + MOST + " people, not " + total);
    }
  }

  /**
   * What a row of the policy means.
   *
   * @param cell empty for any approver; a group's name; or {@code 2 of approvers and 1 of treasury}
   * @param approvals how many people in all
   * @throws IllegalArgumentException a sentence, also where the two do not agree
   */
  static Quorum of(String cell, int approvals) {
    String text = cell.strip();
    if (text.isEmpty() || text.matches(GROUP)) {
      return new Quorum(List.of(new Part(approvals, Set.of(text.isEmpty() ? APPROVERS : text))));
    }
    Quorum quorum = read(text);
    if (quorum.total() != approvals) {
      throw new IllegalArgumentException(
          "group '"
              + text
              + "' names "
              + quorum.total()
              + " people and approvals says "
              + approvals
              + "; make them agree");
    }
    return quorum;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException a sentence
   */
  static Quorum read(String text) {
    return new Quorum(Arrays.stream(text.split(" and ", -1)).map(Quorum::part).toList());
  }

  private static Part part(String text) {
    Matcher m = PART.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "group must be a name, or like '2 of approvers and 1 of treasury', got '" + text + "'");
    }
    return new Part(
        Integer.parseInt(m.group(1)), new LinkedHashSet<>(List.of(m.group(2).split(" or "))));
  }

  /** How many people. */
  public int total() {
    return parts.stream().mapToInt(Part::needed).sum();
  }

  /** All groups, any of which gives a seat. */
  public Set<String> groups() {
    return parts.stream()
        .flatMap(p -> p.groups().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The same seats, each also open to people of further groups. */
  Quorum openedTo(Collection<String> more) {
    return new Quorum(
        parts.stream()
            .map(
                p -> {
                  Set<String> all = new LinkedHashSet<>(p.groups());
                  all.addAll(more);
                  return new Part(p.needed(), all);
                })
            .toList());
  }

  /** As many seats more for any approver as it takes to make this many. */
  Quorum atLeast(int people) {
    if (people <= total()) {
      return this;
    }
    List<Part> more = new ArrayList<>(parts);
    int missing = people - total();
    if (parts.size() == 1) {
      more.set(0, new Part(people, parts.get(0).groups()));
    } else {
      more.add(new Part(missing, Set.of(APPROVERS)));
    }
    return new Quorum(more);
  }

  /**
   * The seats that are left when as many as possible are taken.
   *
   * @param voters for each who said yes, the groups he is of
   */
  public List<String> missing(List<Set<String>> voters) {
    List<Part> seats =
        parts.stream().flatMap(p -> IntStream.range(0, p.needed()).mapToObj(i -> p)).toList();
    int[] taken = new int[seats.size()];
    Arrays.fill(taken, -1);
    for (int v = 0; v < voters.size(); v++) {
      seat(v, voters, seats, taken, new boolean[seats.size()]);
    }
    return IntStream.range(0, taken.length)
        .filter(s -> taken[s] < 0)
        .mapToObj(s -> "1 of " + String.join(" or ", seats.get(s).groups()))
        .toList();
  }

  /** Finds a seat for a voter, letting others move up: a matching cannot be missed by order. */
  private static boolean seat(
      int voter, List<Set<String>> voters, List<Part> seats, int[] taken, boolean[] tried) {
    for (int s = 0; s < taken.length; s++) {
      boolean fits = seats.get(s).groups().stream().anyMatch(voters.get(voter)::contains);
      if (fits && !tried[s]) {
        tried[s] = true;
        if (taken[s] < 0 || seat(taken[s], voters, seats, taken, tried)) {
          taken[s] = voter;
          return true;
        }
      }
    }
    return false;
  }

  boolean isMetBy(List<Set<String>> voters) {
    return missing(voters).isEmpty();
  }

  /** {@code 2 of approvers and 1 of treasury}. */
  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining(" and "));
  }
}
