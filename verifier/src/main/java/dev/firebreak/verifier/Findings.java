package dev.firebreak.verifier;

import java.util.ArrayList;
import java.util.List;

/** What a check found, in sentences: what was checked, and what is wrong. */
final class Findings {
  private static final int MOST = 50;

  private final List<String> checked = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private int more;

  void checked(String sentence) {
    checked.add(sentence);
  }

  void wrong(String sentence) {
    if (wrong.size() < MOST) {
      wrong.add(sentence);
    } else {
      more++;
    }
  }

  boolean ok() {
    return wrong.isEmpty();
  }

  List<String> checked() {
    return List.copyOf(checked);
  }

  List<String> wrong() {
    List<String> all = new ArrayList<>(wrong);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }
}
