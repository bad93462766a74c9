package dev.firebreak.engine;

import java.util.Map;
import java.util.Optional;

/**
 * Hands what runs do to the stages, and what a rehearsal does on this thread to the rehearsal.
 * Rehearsals are rolled back, and nobody but themselves hears of them.
 */
final class Theatre implements RunListener, IncidentData {
  private final RunListener listener;
  private final IncidentData incidentData;
  private final ThreadLocal<Optional<Stage>> stage = ThreadLocal.withInitial(Optional::empty);

  Theatre(RunListener listener, IncidentData incidentData) {
    this.listener = listener;
    this.incidentData = incidentData;
  }

  /** Both, for one rehearsal. */
  interface Stage extends RunListener, IncidentData {}

  /** Everything this thread does in the engine is this rehearsal's, until {@link #leave}. */
  void enter(Stage rehearsal) {
    stage.set(Optional.of(rehearsal));
  }

  void leave() {
    stage.remove();
  }

  @Override
  public void advanced(Advance advance) {
    stage.get().<RunListener>map(s -> s).orElse(listener).advanced(advance);
  }

  @Override
  public void stuck(String runId, String incidentId, String nodeId, String reason) {
    stage.get().<RunListener>map(s -> s).orElse(listener).stuck(runId, incidentId, nodeId, reason);
  }

  @Override
  public Map<String, Object> of(String incidentId, String runId) {
    return stage.get().<IncidentData>map(s -> s).orElse(incidentData).of(incidentId, runId);
  }
}
