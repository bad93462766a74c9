package dev.firebreak.connector.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * Reads one ticket and sees which of its fields come with it. Whether the account may write,
 * ServiceNow tells only when it does.
 */
record ServiceNowReadiness(ServiceNowSettings settings, TableApi api) {
  private static final String WRITES =
      "; whether it may write them, ServiceNow tells only when it does";

  Readiness ask() throws ActionFailure {
    Readiness ready = Readiness.as(settings.account());
    TableApi.Look look = api.look();
    if (look.row().isEmpty()) {
      return nothingSeen(ready, look.total().orElse(0L));
    }
    JsonNode row = look.row().get();
    ready = judge(ready, "open-incident", row, List.of("sys_id", "number", "correlation_id"));
    ready = judge(ready, "comment", row, List.of("sys_id", "number", "work_notes"));
    return judge(ready, "resolve-incident", row, List.of("sys_id", "number", "state", "active"));
  }

  private Readiness judge(Readiness ready, String action, JsonNode row, List<String> fields) {
    List<String> unseen = fields.stream().filter(f -> !row.has(f)).toList();
    return unseen.isEmpty()
        ? ready.untold(
            action, "it may read " + String.join(", ", fields) + " of " + settings.table() + WRITES)
        : ready.missing(
            action,
            "let the account read "
                + String.join(", ", unseen)
                + " of table "
                + settings.table()
                + " (a role, or Access Control rules)");
  }

  private Readiness nothingSeen(Readiness ready, long total) {
    Optional<String> hidden =
        Optional.of(total)
            .filter(t -> t > 0)
            .map(t -> "the table has " + t + " tickets, and this account sees none");
    Readiness all = ready;
    for (String action : List.of("open-incident", "comment", "resolve-incident")) {
      all =
          hidden.isPresent()
              ? all.missing(
                  action, hidden.get() + "; give it a role that may read " + settings.table())
              : all.untold(
                  action, "there is no ticket yet to read in " + settings.table() + WRITES);
    }
    return all;
  }
}
