package dev.firebreak.cases;

import dev.firebreak.action.ActionTable;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.Connectors;
import dev.firebreak.audit.Trail;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Intake;
import dev.firebreak.response.People;
import dev.firebreak.response.Runs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The real stages, set up for one play on a database of their own: fresh each time, so that no
 * breaker and no clock of one case is felt by the next.
 *
 * @param refused files that the gate kept out, with the reasons, by playbook
 * @param flows ids of the sequence flows taken so far
 * @param parts taken apart at the end
 */
public record CaseStages(
    Intake intake,
    Incidents incidents,
    Runs runs,
    ActionTable actions,
    Approvals approvals,
    People people,
    Trail trail,
    PlaybookEngine engine,
    Map<String, List<PlaybookRefused.Finding>> refused,
    Set<String> flows,
    AutoCloseable parts)
    implements AutoCloseable {

  /** Sets the stages up. One play at a time. */
  public interface Maker {
    /**
     * @param vendors what answers in place of the vendors
     * @param playbooks files by playbook, all of which are put in force
     */
    CaseStages make(Connectors vendors, CaseClock clock, Map<String, byte[]> playbooks)
        throws Exception;

    /** The actions that playbooks may call, by connector instance. */
    Collection<Offer> offers();
  }

  /** What one connector instance offers. */
  public record Offer(
      String instance, String kind, List<dev.firebreak.connector.Action<?, ?>> actions) {
    public Offer {
      actions = List.copyOf(actions);
    }
  }

  @Override
  public void close() throws Exception {
    parts.close();
  }
}
