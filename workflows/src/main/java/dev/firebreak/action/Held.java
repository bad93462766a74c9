package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import java.util.Optional;
import java.util.UUID;

/** An approval and its action, both held until the transaction ends. */
record Held(Approval approval, ActionRow row) {
  /** In the one order that everybody takes, so that nobody waits in a circle. */
  static Optional<Held> of(UUID id, ApprovalTable table, ActionTable actions) {
    return table
        .find(id)
        .map(a -> actions.lock(a.action()).orElseThrow())
        .flatMap(row -> table.lock(id).map(a -> new Held(a, row)));
  }
}
