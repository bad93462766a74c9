package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when alerts can be stored; says beside it whether the audit trail is vouched for. */
@Readiness
public class Ready implements HealthCheck {
  private final Instance<Assembly> assembly;

  @Inject
  Ready(Instance<Assembly> assembly) {
    this.assembly = assembly;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      Assembly stages = assembly.get();
      stages.trail.last();
      boolean vouched = stages.guard.problem().isEmpty() && stages.witnesses.problem().isEmpty();
      int deaf = stages.sources.problems().size();
      boolean stopped = stages.brakes.stop().stopped().isPresent();
      return HealthCheckResponse.named("store")
          .up()
          .withData("playbooks", playbooks(stages))
          .withData("actions", stopped ? "stopped" : "running")
          .withData("sources", deaf == 0 ? "heard" : deaf + " not heard; see /api/v1/sources")
          .withData("audit", vouched ? "vouched for" : "not vouched for; see /api/v1/audit/head")
          .build();
    } catch (RuntimeException e) {
      return HealthCheckResponse.down("store");
    }
  }

  private static String playbooks(Assembly stages) {
    int drifts = stages.playbooks.drift().size();
    int refused = stages.playbooks.refused().size();
    return drifts + refused == 0
        ? "as they should be"
        : drifts + " differ, " + refused + " refused; see /api/v1/playbooks";
  }
}
