package dev.firebreak.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One thing a connector can do, as a value. Topic in a playbook: {@code <connector
 * instance>.<name>}. From it are derived the JSON schema, the README table, the element template,
 * the policy input and the audit line.
 *
 * <p>Bodies and probes are called on the dispatcher's threads, several at a time; they block, keep
 * no state between calls, and leave retries, time limits, rate limits and logging to the
 * dispatcher.
 *
 * @param name lower-case words with hyphens, verb first, for example {@code suspend-user}
 * @param description one sentence: what it does to what, and what it does not
 * @param effect what it does to the world
 * @param reversibility how it is lifted
 * @param input record of the inputs; components are String, numbers, boolean, Optional or List of
 *     these
 * @param fields the inputs one by one, as people and playbooks see them; from the record, unless
 *     its inputs are only known when it is opened
 * @param output record of what the vendor answered, or {@link Done}
 * @param target what the action works on, from its input; the ledger, policy and approvals speak of
 *     it
 * @param body does it
 * @param rehearsal what a call would do, by reading only; where empty, the probe tells whether the
 *     one target would be changed
 * @param probe reads whether it is in force; required for {@link Effect#CONTAIN} and {@link
 *     Effect#RELEASE}
 * @param inverse how to lift it; required exactly when reversibility is {@link Reversibility#YES}
 * @param repeatable whether a second identical call has no second effect (naturally, or because the
 *     vendor takes an idempotency key). Where false, an unknown outcome without a probe goes to a
 *     person
 * @param deadline the longest time from request to confirmation, all attempts and read-backs
 *     included
 */
public record Action<I extends Record, O extends Record>(
    String name,
    String description,
    Effect effect,
    Reversibility reversibility,
    Class<I> input,
    List<Field> fields,
    Class<O> output,
    Function<I, Target> target,
    Body<I, O> body,
    Optional<Rehearsal<I>> rehearsal,
    Optional<Probe<I>> probe,
    Optional<Inverse<I>> inverse,
    boolean repeatable,
    Duration deadline) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /**
   * The input that every action has: {@code run}, the default, or {@code rehearse} for a {@link
   * Preview} instead.
   */
  public static final String MODE = "mode";

  /** Default of {@link #deadline()}. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

  public Action {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "action name '" + name + "' must be lower-case words with hyphens");
    }
    fields = List.copyOf(fields);
    if (fields.stream().anyMatch(f -> f.name().equals(MODE))) {
      throw new IllegalArgumentException(
          "action '" + name + "': the input name '" + MODE + "' is taken, see Action.MODE");
    }
    if (description.isBlank()) {
      throw new IllegalArgumentException("action '" + name + "' needs a description");
    }
    boolean changesState = effect == Effect.CONTAIN || effect == Effect.RELEASE;
    if (changesState && probe.isEmpty()) {
      throw new IllegalArgumentException(
          "action '" + name + "' changes a target and so needs a probe");
    }
    if (effect == Effect.CONTAIN && (reversibility == Reversibility.YES) != inverse.isPresent()) {
      throw new IllegalArgumentException(
          "action '" + name + "': exactly the reversible actions name their inverse");
    }
    if (deadline.isNegative()
        || deadline.isZero()
        || deadline.compareTo(Duration.ofMinutes(30)) > 0) {
      throw new IllegalArgumentException(
          "action '" + name + "': deadline must be over 0 and at most 30 minutes");
    }
  }

  /**
   * The input, from what a playbook or a person gave: unknown names are refused, and numbers and
   * booleans are taken from text too.
   *
   * @throws IllegalArgumentException a sentence that names the input and what is expected
   */
  public I read(JsonNode given) {
    ObjectNode checked = Inputs.checked(fields, given);
    // A list that is left out is an empty one.
    Arrays.stream(input.getRecordComponents())
        .filter(c -> c.getType() == List.class && !checked.has(c.getName()))
        .forEach(c -> checked.putArray(c.getName()));
    try {
      return Json.mapper().treeToValue(checked, input);
    } catch (JsonProcessingException e) {
      Throwable why = e.getCause() instanceof IllegalArgumentException c ? c : e;
      throw new IllegalArgumentException(
          "the input does not fit: "
              + (why == e ? e.getOriginalMessage() : String.valueOf(why.getMessage())),
          e);
    }
  }

  /**
   * What a call would do. Reads only.
   *
   * @throws ActionFailure as the rehearsal or the probe does
   */
  public Preview preview(Call<I> call) throws ActionFailure {
    if (rehearsal.isPresent()) {
      return rehearsal.get().preview(call);
    }
    Target hit = target.apply(call.input());
    if (probe.isEmpty()) {
      String sentence = "would call " + name + " on " + hit;
      return effect == Effect.READ
          ? Preview.nothing(sentence + ", which only reads")
          : Preview.of(sentence, List.of(hit));
    }
    Observation seen = probe.get().observe(call);
    return seen.state() == Observation.State.HOLDS
        ? Preview.nothing(hit + ": " + name + " is in force already (" + seen.detail() + ")")
        : Preview.of("would " + name + " " + hit + " (now " + seen.detail() + ")", List.of(hit));
  }

  /** Does the action. */
  @FunctionalInterface
  public interface Body<I extends Record, O extends Record> {
    O run(Call<I> call) throws ActionFailure;
  }

  /** Reads the target. Changes nothing, and is safe to call at any time, also before the action. */
  @FunctionalInterface
  public interface Probe<I extends Record> {
    Observation observe(Call<I> call) throws ActionFailure;
  }

  /** Says what a call would do. Changes nothing: its requests only read. */
  @FunctionalInterface
  public interface Rehearsal<I extends Record> {
    Preview preview(Call<I> call) throws ActionFailure;
  }

  /**
   * How an action is lifted.
   *
   * @param action name of another action of the same connector, with effect {@link Effect#RELEASE}
   * @param input that action's input, from the original call alone: the answer may have been lost,
   *     so ids that a lift needs are chosen by us, from the call's idempotency key
   */
  public record Inverse<I extends Record>(String action, InverseInput<I> input) {}

  /** Makes the inverse's input. */
  @FunctionalInterface
  public interface InverseInput<I extends Record> {
    Record from(Call<I> original);
  }

  /** The output of an action that answers nothing worth keeping. */
  public record Done() {}

  /** Starts an action's description. */
  public static <I extends Record, O extends Record> Builder<I, O> named(
      String name, Class<I> input, Class<O> output, Body<I, O> body) {
    return new Builder<>(name, input, output, body);
  }

  /**
   * Collects what {@link Action} needs, with its defaults: effect READ, not reversible, repeatable,
   * 60 s.
   */
  public static final class Builder<I extends Record, O extends Record> {
    private final String name;
    private final Class<I> input;
    private final Class<O> output;
    private final Body<I, O> body;
    private String description = "";
    private Effect effect = Effect.READ;
    private Reversibility reversibility = Reversibility.NO;
    private Optional<Function<I, Target>> target = Optional.empty();
    private Optional<List<Field>> fields = Optional.empty();
    private Optional<Rehearsal<I>> rehearsal = Optional.empty();
    private Optional<Probe<I>> probe = Optional.empty();
    private Optional<Inverse<I>> inverse = Optional.empty();
    private boolean repeatable = true;
    private Duration deadline = DEFAULT_DEADLINE;

    private Builder(String name, Class<I> input, Class<O> output, Body<I, O> body) {
      this.name = name;
      this.input = input;
      this.output = output;
      this.body = body;
    }

    public Builder<I, O> description(String sentence) {
      this.description = sentence;
      return this;
    }

    public Builder<I, O> effect(Effect effect) {
      this.effect = effect;
      return this;
    }

    public Builder<I, O> reversibility(Reversibility reversibility) {
      this.reversibility = reversibility;
      return this;
    }

    public Builder<I, O> on(Function<I, Target> target) {
      this.target = Optional.of(target);
      return this;
    }

    /**
     * For an input record that holds whatever was configured, and so cannot be read for its parts.
     */
    public Builder<I, O> fields(List<Field> fields) {
      this.fields = Optional.of(List.copyOf(fields));
      return this;
    }

    /** For an action that hits more than its one target, or how hard it hits can be read. */
    public Builder<I, O> rehearsedBy(Rehearsal<I> rehearsal) {
      this.rehearsal = Optional.of(rehearsal);
      return this;
    }

    public Builder<I, O> probedBy(Probe<I> probe) {
      this.probe = Optional.of(probe);
      return this;
    }

    /** Makes the action reversible. */
    public Builder<I, O> undoneBy(String action, InverseInput<I> input) {
      this.reversibility = Reversibility.YES;
      this.inverse = Optional.of(new Inverse<>(action, input));
      return this;
    }

    public Builder<I, O> notRepeatable() {
      this.repeatable = false;
      return this;
    }

    public Builder<I, O> deadline(Duration deadline) {
      this.deadline = deadline;
      return this;
    }

    public Action<I, O> build() {
      return new Action<>(
          name,
          description,
          effect,
          reversibility,
          input,
          fields.orElseGet(() -> Field.of(input)),
          output,
          target.orElseThrow(
              () ->
                  new IllegalArgumentException("action '" + name + "' must say what it works on")),
          body,
          rehearsal,
          probe,
          inverse,
          repeatable,
          deadline);
    }
  }
}
