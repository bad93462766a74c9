package dev.firebreak.testkit;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** One action of an open connector, ready to be called with its case's input. */
final class Trial<I extends Record, O extends Record> {
  /** What came of a call: exactly one of both. */
  record Outcome<T>(Optional<T> value, Optional<ActionFailure> failure) {
    String shown() {
      return failure
          .map(f -> f.kind() + " (" + f.getMessage() + ")")
          .orElseGet(() -> "success " + value.map(String::valueOf).orElse(""));
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws ActionFailure;
  }

  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";

  private final Action<I, O> action;
  private final Canaries canaries;
  private final Call<I> call;

  Trial(Action<I, O> action, String inputJson, Canaries canaries) {
    this.action = action;
    this.canaries = canaries;
    this.call =
        new Call<>(
            input(action, inputJson), KEY, "incident-1", Instant.now().plus(action.deadline()));
  }

  Action<I, O> action() {
    return action;
  }

  Call<I> call() {
    return call;
  }

  /** Runs the body; anything but an output or an ActionFailure fails the test. */
  Outcome<O> run(String circumstances) {
    return attempt("the action", circumstances, () -> action.body().run(call));
  }

  /** Runs the body and expects its output. */
  O succeed(String circumstances) {
    Outcome<O> outcome = run(circumstances);
    return outcome
        .value()
        .orElseThrow(
            () ->
                new AssertionError(
                    action.name()
                        + " "
                        + circumstances
                        + " must succeed, but was "
                        + outcome.shown()));
  }

  Outcome<Observation> observe(String circumstances) {
    Action.Probe<I> probe =
        action
            .probe()
            .orElseThrow(() -> new AssertionError(action.name() + " has no probe; add probedBy"));
    return attempt("the probe", circumstances, () -> probe.observe(call));
  }

  Outcome<Preview> preview(String circumstances) {
    return attempt("the rehearsal", circumstances, () -> action.preview(call));
  }

  /** The inverse's input, made from this call alone. */
  Optional<Record> inverseInput() {
    return action.inverse().map(i -> i.input().from(call));
  }

  /**
   * Runs the body with another input. Fine are an input that its record or target refuses, a
   * failure, a success, and an IllegalArgumentException that says why (the dispatcher makes that
   * BAD_INPUT).
   */
  static <I extends Record, O extends Record> void attemptWith(
      Action<I, O> action, byte[] inputJson, Canaries canaries, String circumstances) {
    try {
      I input = action.read(Json.parse(inputJson));
      var unused = action.target().apply(input);
      action.body().run(new Call<>(input, KEY, "incident-1", Instant.now().plusSeconds(60)));
    } catch (ActionFailure | IOException | IllegalArgumentException e) {
      canaries.assertAbsent(action.name() + " " + circumstances, e);
    } catch (RuntimeException e) {
      throw new AssertionError(
          action.name()
              + " "
              + circumstances
              + " let a "
              + e.getClass().getSimpleName()
              + " through; check inputs in their record's constructor",
          e);
    }
  }

  private <T> Outcome<T> attempt(String what, String circumstances, Attempt<T> attempt) {
    String where = action.name() + ": " + what + " " + circumstances;
    try {
      T value = attempt.make();
      canaries.assertAbsent(where + ": its result", String.valueOf(value));
      return new Outcome<>(Optional.of(value), Optional.empty());
    } catch (ActionFailure f) {
      canaries.assertAbsent(where + ": its failure", f);
      if (f.getMessage().isBlank() || f.getMessage().equals("null")) {
        throw new AssertionError(
            where + ": the failure says nothing; say what failed, on what, and what to do", f);
      }
      return new Outcome<>(Optional.empty(), Optional.of(f));
    } catch (RuntimeException e) {
      throw new AssertionError(
          where
              + " let a "
              + e.getClass().getSimpleName()
              + " through; turn what the vendor answers into an ActionFailure",
          e);
    }
  }

  private static <I extends Record, O extends Record> I input(
      Action<I, O> action, String inputJson) {
    try {
      return action.read(Json.parse(inputJson));
    } catch (IOException | IllegalArgumentException e) {
      throw new AssertionError(
          action.name()
              + ": the case's input does not read as "
              + action.input().getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
