package dev.firebreak.dispatch;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what happened at once can be told as one thing after the other: some order in which
 * nothing comes before what had ended when it began, and in which a sequential model gives every
 * answer that was seen. The search is that of Wing and Gong, "Testing and Verifying Concurrent
 * Objects" (1993), with what was tried remembered.
 */
final class Linearizability {
  /** One thing done: it began and ended at these times, and this was the answer. */
  record Seen<O>(O operation, String answer, long began, long ended) {}

  /** What the model says of an operation in a state; empty where it cannot be done then. */
  @FunctionalInterface
  interface Model<S, O> {
    Optional<Step<S>> apply(S state, O operation);
  }

  record Step<S>(S next, String answer) {}

  private record Tried<S>(long done, S state) {}

  private Linearizability() {}

  /**
   * @param last whether a state is what was seen in the end
   */
  static <S, O> boolean holds(
      List<Seen<O>> history, S first, Model<S, O> model, java.util.function.Predicate<S> last) {
    if (history.size() > 60) {
      throw new IllegalArgumentException("the search is for short histories");
    }
    return search(history, 0, first, model, last, new HashSet<>());
  }

  private static <S, O> boolean search(
      List<Seen<O>> history,
      long done,
      S state,
      Model<S, O> model,
      java.util.function.Predicate<S> last,
      Set<Tried<S>> tried) {
    if (done == (1L << history.size()) - 1) {
      return last.test(state);
    }
    if (!tried.add(new Tried<>(done, state))) {
      return false;
    }
    for (int i = 0; i < history.size(); i++) {
      if ((done & 1L << i) == 0 && mayBeNext(history, done, i)) {
        Seen<O> seen = history.get(i);
        Optional<Step<S>> step =
            model.apply(state, seen.operation()).filter(s -> s.answer().equals(seen.answer()));
        if (step.isPresent()
            && search(history, done | 1L << i, step.get().next(), model, last, tried)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Nothing that is still to come had ended before it began. */
  private static <O> boolean mayBeNext(List<Seen<O>> history, long done, int candidate) {
    for (int i = 0; i < history.size(); i++) {
      boolean open = (done & 1L << i) == 0;
      if (open && history.get(i).ended() < history.get(candidate).began()) {
        return false;
      }
    }
    return true;
  }
}
