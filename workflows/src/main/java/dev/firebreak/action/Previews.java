package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Finds out by a rehearsal how many things an action would hit that people are asked about, while
 * they look at it. Only where the action has a rehearsal of its own. Safe for all threads.
 */
public final class Previews {
  private static final Logger LOG = Logger.getLogger(Previews.class);

  private final Connectors connectors;
  private final ApprovalTable approvals;
  private final ActionTable actions;

  public Previews(Connectors connectors, ApprovalTable approvals, ActionTable actions) {
    this.connectors = connectors;
    this.approvals = approvals;
    this.actions = actions;
  }

  /** Begins to, on the connector's threads; what fails leaves the approval without a preview. */
  public void begin(UUID id) {
    Optional<Approval> approval = approvals.find(id).filter(a -> a.open() && a.preview().isEmpty());
    Optional<ActionRow> row = approval.flatMap(a -> actions.find(a.action()));
    row.flatMap(r -> connectors.find(r.topic()))
        .filter(b -> b.action().rehearsal().isPresent())
        .ifPresent(b -> b.instance().execute(false, () -> make(id, b, row.orElseThrow())));
  }

  private void make(UUID id, Bound<?, ?> bound, ActionRow row) {
    try {
      approvals.preview(id, bound.preview(row));
    } catch (Exception e) {
      LOG.infof("no preview for approval %s: %s", id, e.getClass().getSimpleName());
    }
  }
}
