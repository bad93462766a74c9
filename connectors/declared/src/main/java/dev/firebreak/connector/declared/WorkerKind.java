package dev.firebreak.connector.declared;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Readiness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kind {@code worker}: actions that workers outside of Firebreak carry out. They fetch them
 * with the external task API of Camunda 7, under the topic {@code <connector>.<action>}, and answer
 * for each containing or releasing action a second topic, {@code <connector>.<action>-probe}, with
 * the variable {@code state}: holds, pending or absent.
 */
public final class WorkerKind implements ConnectorKind<DeclaredSettings> {
  private static final Set<String> MEMBERS =
      Set.of("kind", "credential", "max-concurrent", "actions");

  @Override
  public String kind() {
    return "worker";
  }

  @Override
  public Class<DeclaredSettings> settings() {
    return DeclaredSettings.class;
  }

  @Override
  public Connector open(DeclaredSettings settings, Access access) {
    Place root = Declaration.read(Path.of(settings.file())).object(MEMBERS);
    Declaration.checkForServer(root);
    List<Spec> specs = new ArrayList<>();
    for (Place.Member m : root.at("actions").members()) {
      specs.add(Spec.of(m.name(), m.value().object(Spec.COMMON), true));
    }
    if (specs.isEmpty()) {
      throw root.at("actions").fault("holds no action");
    }
    Spec.checkUndos(specs);
    Handover handover = access.handover(Secrets.one(root.at("credential"), access::secret));
    try {
      return new Declared(
          specs.stream().<Action<?, ?>>map(s -> action(s, handover)).toList(), specs, handover);
    } catch (Place.Fault e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw root.at("actions").fault(String.valueOf(e.getMessage()));
    }
  }

  private static Action<Values, Values> action(Spec spec, Handover handover) {
    WorkerAction work = new WorkerAction(spec, handover);
    Action.Builder<Values, Values> action = spec.action(work::run);
    boolean readBack = spec.effect() == Effect.CONTAIN || spec.effect() == Effect.RELEASE;
    // A worker asked to look would count as one that may act, so a rehearsal asks nobody.
    action.rehearsedBy(work::preview);
    return (readBack ? action.probedBy(work::observe) : action).build();
  }

  private record Declared(List<Action<?, ?>> actions, List<Spec> specs, Handover handover)
      implements Connector {
    @Override
    public String name() {
      return "worker";
    }

    @Override
    public Readiness readiness() {
      Readiness ready = Readiness.as("workers that fetch with this connector's credential");
      for (Spec s : specs) {
        Optional<String> seen = handover.lastFetch(s.name());
        ready =
            seen.isPresent()
                ? ready.granted(s.name(), "asked for by worker '" + seen.get() + "'")
                : ready.missing(
                    s.name(),
                    "no worker has asked for it in the last two minutes on this node; start one");
      }
      return ready;
    }
  }
}
