package dev.firebreak.dispatch;

import dev.firebreak.dispatch.Linearizability.Step;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An approval of two people that silence does not grant, as it would be if one thing happened after
 * the other.
 *
 * @param state as in the database
 * @param yes who said so
 * @param no who said so
 * @param late whether its time is over
 * @param changed whether what it is about was changed
 * @param called whether the vendor was
 */
record ApprovalModel(
    String state, Set<String> yes, Set<String> no, boolean late, boolean changed, boolean called) {
  static final int NEEDED = 2;
  static final ApprovalModel ASKED =
      new ApprovalModel("OPEN", Set.of(), Set.of(), false, false, false);

  /** What is done to it. */
  sealed interface Act {
    record Vote(String person, boolean yes) implements Act {}

    /** By who asked for it. */
    record TakeBack() implements Act {}

    /** Somebody writes another input into the database. */
    record Change() implements Act {}

    /** The clock goes past its end. */
    record TimePasses() implements Act {}

    /** What a timer does. */
    record Expire() implements Act {}

    /** What follows from its end: the dispatcher calls, or does not. */
    record Dispatch() implements Act {}
  }

  Optional<Step<ApprovalModel>> after(Act act) {
    if (act instanceof Act.Vote v) {
      return Optional.of(voted(v));
    } else if (act instanceof Act.TakeBack) {
      return Optional.of(open() ? step(in("WITHDRAWN"), "done") : step(this, "closed"));
    } else if (act instanceof Act.Change) {
      return Optional.of(step(new ApprovalModel(state, yes, no, late, true, called), "done"));
    } else if (act instanceof Act.TimePasses) {
      return Optional.of(step(new ApprovalModel(state, yes, no, true, changed, called), "done"));
    } else if (act instanceof Act.Expire) {
      return Optional.of(step(open() && late ? ended("TIMED_OUT") : this, "done"));
    }
    return Optional.of(dispatched());
  }

  private Step<ApprovalModel> voted(Act.Vote v) {
    if (!open() || late) {
      return step(this, "closed");
    } else if (yes.contains(v.person()) || no.contains(v.person())) {
      return step(this, "twice");
    } else if (changed) {
      return step(in("VOID"), "void");
    }
    Set<String> more = new TreeSet<>(v.yes() ? yes : no);
    more.add(v.person());
    ApprovalModel counted =
        v.yes()
            ? new ApprovalModel(state, more, no, late, changed, called)
            : new ApprovalModel(state, yes, more, late, changed, called);
    if (!v.yes()) {
      return step(counted.in("DENIED"), "counted");
    }
    return step(more.size() == NEEDED ? counted.in("APPROVED") : counted, "counted");
  }

  /** While it is open nothing is dispatched, so that this comes after its end, or is nothing. */
  private Step<ApprovalModel> dispatched() {
    if (!state.equals("APPROVED")) {
      return step(this, open() ? "waits" : "not called");
    }
    return changed
        ? step(in("VOID"), "not called")
        : step(new ApprovalModel(state, yes, no, late, changed, true), "called");
  }

  private boolean open() {
    return state.equals("OPEN");
  }

  private ApprovalModel ended(String as) {
    return in(changed ? "VOID" : as);
  }

  private ApprovalModel in(String next) {
    return new ApprovalModel(next, yes, no, late, changed, called);
  }

  private static Step<ApprovalModel> step(ApprovalModel next, String answer) {
    return new Step<>(next, answer);
  }
}
