package dev.firebreak.action;

import dev.firebreak.access.AccessRefused;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Says what an action would do and who would have to agree, and does nothing. Safe for all threads.
 */
public final class Rehearsals {
  private static final long LONGEST_SECONDS = 45;

  private final Connectors connectors;
  private final Policy policy;
  private final Clock clock;

  public Rehearsals(Connectors connectors, Policy policy, Clock clock) {
    this.connectors = connectors;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * @param preview the blast radius
   * @param ruling what policy would say
   */
  public record Rehearsed(Preview preview, Policy.Ruling ruling) {}

  /**
   * @param incident shown to the vendor where it takes a reference, or {@code rehearsal}
   * @return empty where no connector offers the topic
   * @throws AccessRefused when the caller is no responder for this
   * @throws ActionFailure why it could not be rehearsed
   */
  public Optional<Rehearsed> rehearse(
      String topic, Map<String, Object> inputs, String incident, Severity severity, Caller by)
      throws ActionFailure {
    Optional<Bound<?, ?>> bound = connectors.find(topic);
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    Bound.Checked checked = bound.get().check(Mode.without(inputs));
    by.demand(Role.RESPONDER, topic, checked.target());
    Preview preview = preview(bound.get(), Mode.without(inputs), incident);
    Action<?, ?> action = bound.get().action();
    long radius = Math.max(1, preview.affected());
    return Optional.of(
        new Rehearsed(
            preview, policy.rule(topic, action, checked.target(), severity, "manual", radius)));
  }

  /** What an action works on, and what policy would say about it. */
  public record Judged(Target target, Policy.Ruling ruling) {}

  /**
   * Asks policy alone; no vendor hears of it.
   *
   * @param radius how many targets the same action is asked for at once
   * @return empty where no connector offers the topic
   * @throws ActionFailure BAD_INPUT naming the input at fault
   */
  public Optional<Judged> judge(
      String topic, Map<String, Object> inputs, Severity severity, String playbook, long radius)
      throws ActionFailure {
    Optional<Bound<?, ?>> bound = connectors.find(topic);
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    Target target = bound.get().check(Mode.without(inputs)).target();
    return Optional.of(
        new Judged(
            target, policy.rule(topic, bound.get().action(), target, severity, playbook, radius)));
  }

  private Preview preview(Bound<?, ?> bound, Map<String, Object> inputs, String incident)
      throws ActionFailure {
    CompletableFuture<Preview> made = new CompletableFuture<>();
    bound
        .instance()
        .execute(
            false,
            () -> {
              try {
                made.complete(
                    bound.rehearse(
                        inputs, incident, clock.instant().plus(bound.action().deadline())));
              } catch (Exception e) {
                made.completeExceptionally(e);
              }
            });
    try {
      return made.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw why(bound, Optional.ofNullable(e.getCause()).orElse(e));
    }
  }

  private static ActionFailure why(Bound<?, ?> bound, Throwable cause) {
    if (cause instanceof ActionFailure f) {
      return f;
    }
    String instance = bound.instance().name();
    if (cause instanceof CircuitBreakerOpenException) {
      return ActionFailure.unavailable(instance + " failed repeatedly and is left alone a moment");
    }
    return ActionFailure.unavailable(
        instance + " gave no answer to the rehearsal (" + cause.getClass().getSimpleName() + ")");
  }
}
