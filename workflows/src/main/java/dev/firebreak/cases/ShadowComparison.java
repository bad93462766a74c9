package dev.firebreak.cases;

import dev.firebreak.cases.CaseResult.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says where two versions of a playbook part on the same incident. */
public final class ShadowComparison {
  private static final int MOST = 50;

  private ShadowComparison() {}

  /**
   * One place where they part.
   *
   * @param kind {@code action} (asked for by one alone), {@code timing} (asked for in another
   *     round), {@code path} (an element that one alone passes), {@code end} (a problem of one
   *     alone)
   * @param element id in the diagram, or empty
   * @param live what the live version does
   * @param shadow what the newer one does
   */
  public record Difference(String kind, String element, String live, String shadow) {}

  /** At most 50; the last one says where there are more. */
  static List<Difference> of(CaseResult live, CaseResult shadow) {
    List<Difference> all = new ArrayList<>();
    actions(live, shadow, all);
    path(live.nodes(), shadow.nodes(), all);
    if (!live.problems().equals(shadow.problems())) {
      all.add(
          new Difference(
              "end", "", String.join("; ", live.problems()), String.join("; ", shadow.problems())));
    }
    if (all.size() <= MOST) {
      return all;
    }
    List<Difference> cut = new ArrayList<>(all.subList(0, MOST - 1));
    cut.add(new Difference("more", "", "", all.size() - MOST + 1 + " more differences"));
    return cut;
  }

  private static void actions(CaseResult live, CaseResult shadow, List<Difference> all) {
    Map<String, Asked> before = byWhat(live.asked());
    Map<String, Asked> after = byWhat(shadow.asked());
    for (String what : union(before, after)) {
      Asked l = before.get(what);
      Asked s = after.get(what);
      if (l == null && s != null) {
        all.add(new Difference("action", s.node(), "not asked for", what));
      } else if (l != null && s == null) {
        all.add(new Difference("action", l.node(), what, "not asked for"));
      } else if (l != null && s != null && l.round() != s.round()) {
        all.add(new Difference("timing", s.node(), what + ", " + round(l), what + ", " + round(s)));
      }
    }
  }

  private static TreeSet<String> union(Map<String, Asked> a, Map<String, Asked> b) {
    TreeSet<String> all = new TreeSet<>(a.keySet());
    all.addAll(b.keySet());
    return all;
  }

  private static String round(Asked a) {
    return a.round() == 0 ? "at once" : "after " + a.round() + " rounds of answers";
  }

  /** By topic and target; the second time the same is asked for, by a number too. */
  private static Map<String, Asked> byWhat(List<Asked> asked) {
    Map<String, List<Asked>> groups =
        asked.stream()
            .collect(
                Collectors.groupingBy(
                    (Function<Asked, String>) a -> a.topic() + " on " + a.target(),
                    (Supplier<TreeMap<String, List<Asked>>>) TreeMap::new,
                    Collectors.toList()));
    Map<String, Asked> all = new TreeMap<>();
    groups.forEach(
        (what, list) -> {
          for (int i = 0; i < list.size(); i++) {
            all.put(i == 0 ? what : what + " (" + (i + 1) + ")", list.get(i));
          }
        });
    return all;
  }

  private static void path(List<String> live, List<String> shadow, List<Difference> all) {
    live.stream()
        .filter(n -> !shadow.contains(n))
        .forEach(n -> all.add(new Difference("path", n, "passed", "not passed")));
    shadow.stream()
        .filter(n -> !live.contains(n))
        .forEach(n -> all.add(new Difference("path", n, "not passed", "passed")));
  }
}
