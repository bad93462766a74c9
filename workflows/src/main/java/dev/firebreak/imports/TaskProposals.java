package dev.firebreak.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * Proposes actions for a task by its name, in a way that can be told: the share of words that both
 * names have, by stem and with the field's synonyms (70 %), and how alike the letters are
 * (Jaro-Winkler, 30 %). What scores under 0.35 is not proposed.
 */
public final class TaskProposals {
  private static final double LEAST = 0.35;
  private static final int MOST = 5;
  private static final JaroWinklerSimilarity ALIKE = new JaroWinklerSimilarity();
  private static final Set<String> EMPTY_WORDS =
      Set.of("a", "an", "the", "of", "on", "in", "at", "to", "for", "by", "and", "or", "with");

  /** Words that mean the same to a responder; each maps to the first. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("block", "deny"),
          Map.entry("isolate", "quarantine"),
          Map.entry("contain", "quarantine"),
          Map.entry("disable", "suspend"),
          Map.entry("deactivate", "suspend"),
          Map.entry("lock", "suspend"),
          Map.entry("account", "user"),
          Map.entry("identity", "user"),
          Map.entry("ticket", "issue"),
          Map.entry("incident", "issue"),
          Map.entry("open", "create"),
          Map.entry("raise", "create"),
          Map.entry("kill", "clear"),
          Map.entry("terminate", "clear"),
          Map.entry("end", "clear"),
          Map.entry("pod", "workload"),
          Map.entry("container", "workload"),
          Map.entry("machine", "host"),
          Map.entry("device", "host"),
          Map.entry("endpoint", "host"),
          Map.entry("address", "ip"),
          Map.entry("halt", "freeze"),
          Map.entry("stop", "freeze"),
          Map.entry("notify", "send"),
          Map.entry("message", "send"));

  private TaskProposals() {}

  /** An action that playbooks may name. */
  public record Offered(String topic, String description, List<String> required) {}

  /**
   * @param score 0 to 1
   * @param why what they have in common
   * @param required inputs that have to be filled in
   */
  public record Proposal(String topic, double score, String why, List<String> required) {}

  /** The best first, at most five. */
  public static List<Proposal> of(String taskName, Collection<Offered> offered) {
    Set<String> wanted = words(taskName);
    List<Proposal> all = new ArrayList<>();
    for (Offered o : offered) {
      Set<String> words = words(o.topic().replace('.', ' ').replace('-', ' '));
      Set<String> shared = new TreeSet<>(wanted);
      shared.retainAll(words);
      Set<String> action = words(o.topic().substring(o.topic().indexOf('.') + 1).replace('-', ' '));
      Set<String> needed = new TreeSet<>(action);
      needed.retainAll(wanted);
      double overlap = action.isEmpty() ? 0 : (double) needed.size() / action.size();
      double instance = shared.size() > needed.size() ? 0.1 : 0;
      double letters = ALIKE.apply(String.join(" ", wanted), String.join(" ", action));
      double score = Math.min(1, 0.7 * overlap + 0.3 * letters + instance);
      if (score >= LEAST && !shared.isEmpty()) {
        all.add(
            new Proposal(
                o.topic(),
                Math.round(score * 100) / 100.0,
                "both say " + String.join(", ", shared),
                o.required()));
      }
    }
    return all.stream()
        .sorted(Comparator.comparing(Proposal::score).reversed().thenComparing(Proposal::topic))
        .limit(MOST)
        .toList();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(
            text.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
        .filter(w -> !w.isEmpty() && !EMPTY_WORDS.contains(w))
        .map(TaskProposals::stem)
        .map(w -> SYNONYMS.getOrDefault(w, w))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Plurals; more would be guessing. */
  private static String stem(String word) {
    return word.length() > 4 && word.endsWith("s") && !word.endsWith("ss")
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
