package dev.firebreak.response;

import dev.firebreak.access.AccessRefused;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Requests;
import dev.firebreak.audit.Audit;
import dev.firebreak.incident.Incidents;
import dev.firebreak.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Actions that people ask for by hand, for an incident; policy decides about them as about all
 * others, and who asked has no vote.
 */
public final class ManualActions {
  private final Database database;
  private final Incidents incidents;
  private final Requests requests;
  private final Audit audit;

  public ManualActions(Database database, Incidents incidents, Requests requests, Audit audit) {
    this.database = database;
    this.incidents = incidents;
    this.requests = requests;
    this.audit = audit;
  }

  /**
   * @return empty where there is no such incident
   * @throws AccessRefused when the caller is no responder for this
   */
  public Optional<ActionRow> request(
      UUID incident, String topic, Map<String, Object> inputs, Caller by, String reason) {
    return incidents.find(incident).map(i -> request(i, topic, inputs, by, reason));
  }

  private ActionRow request(
      Incidents.Incident i, String topic, Map<String, Object> inputs, Caller by, String reason) {
    Requests.Cause cause =
        new Requests.Cause(
            i.id(), i.severity(), false, "manual", "manual", List.of(by.subject()), false);
    Requests.Ask ask =
        new Requests.Ask(
            Optional.empty(), Optional.empty(), "manual", -1, topic, inputs, Optional.empty());
    return database.inTransaction(
        h -> {
          audit.record(
              by.subject(),
              "action.asked-by-hand",
              Optional.of(i.id()),
              Map.of("topic", topic, "reason", reason));
          // The target is known once the input was read; what is not covered is rolled back.
          ActionRow row = requests.request(cause, List.of(ask)).get(0);
          by.demand(Role.RESPONDER, row.topic(), row.target());
          return row;
        });
  }
}
