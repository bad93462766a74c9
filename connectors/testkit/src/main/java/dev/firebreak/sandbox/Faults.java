package dev.firebreak.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults still to come, oldest first. Safe for all threads. */
final class Faults {
  private static final class Armed {
    final FaultRule rule;
    int left;

    Armed(FaultRule rule) {
      this.rule = rule;
      this.left = rule.times();
    }
  }

  private final List<Armed> armed = new ArrayList<>();

  synchronized void add(FaultRule rule) {
    armed.add(new Armed(rule));
  }

  /** Takes one fault for this request, if one is meant for it. */
  synchronized Optional<FaultRule> take(String vendor, Ask ask) {
    Optional<Armed> found = armed.stream().filter(a -> a.rule.fits(vendor, ask)).findFirst();
    found.ifPresent(
        a -> {
          a.left--;
          armed.removeIf(x -> x.left == 0);
        });
    return found.map(a -> a.rule);
  }

  synchronized void clear() {
    armed.clear();
  }
}
